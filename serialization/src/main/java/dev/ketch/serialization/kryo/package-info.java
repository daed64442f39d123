// SPDX-License-Identifier: Apache-2.0
/**
 * Values by Kryo.
 *
 * <p>Left to itself Kryo fails on, or silently changes, many classes of the JDK and every class that has its own idea of
 * serialization. So each class is sorted once ({@link dev.ketch.serialization.kryo.Treatment}): Kryo takes what it is
 * known to rebuild, Java object streams take the rest as far as it is {@code Serializable}, views of the JDK are copied,
 * and what cannot live outside its JVM is refused by name. An object that is reachable both through Kryo and through
 * such a stream is duplicated.
 *
 * <p>The stream names each application class once, with a fingerprint of its fields: bytes of another version of the
 * class are refused rather than misread.
 *
 * <p>{@code sun.misc.Unsafe} is not used: the system property {@code kryo.unsafe} is set to {@code false} if absent, and
 * only before the first class of Kryo is initialized.
 */
@NullMarked
package dev.ketch.serialization.kryo;

import org.jspecify.annotations.NullMarked;
