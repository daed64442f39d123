// SPDX-License-Identifier: Apache-2.0
/**
 * Java object streams: a serializer of their own, and what Kryo hands over the classes to that only Java serialization
 * rebuilds faithfully (those with {@code readObject}, {@code readResolve} and their like). Every stream that is read
 * passes the class policy twice: by name before a class is loaded, and by an {@code ObjectInputFilter} for the limits.
 */
@NullMarked
package dev.ketch.serialization.stream;

import org.jspecify.annotations.NullMarked;
