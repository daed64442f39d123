// SPDX-License-Identifier: Apache-2.0
/**
 * Keys: from an object to the bytes that name its entry in memcached.
 *
 * <p>{@link dev.ketch.serialization.key.KeyCodec} is the canonical encoding, one way and versioned: keys that are equal
 * give equal bytes in every JVM. Serialized bytes cannot do that; they hold identity hashes that a key has cached in a
 * field, the order of a salted set, the sharing of references. {@link dev.ketch.serialization.key.WireKeys} puts
 * namespace, cache and key together within memcached's 250 bytes, readable while short and a digest of the canonical
 * bytes otherwise.
 *
 * <p>The encoding looks at the content of a key, not at its {@code equals}, and runs no code of the application beyond
 * what reads content: fields are read directly (of records too), {@code hashCode} is asked where a field may
 * hold nothing but its result, {@code writeReplace} where a class has one, and the iterators of an application's own
 * {@code List}, {@code Set}, {@code Map} and {@code Map.Entry} are used, since the contracts of those make them equal to
 * the JDK's. A class whose {@code equals} ignores a field, or case, has more than one encoding for keys it calls equal:
 * make such a field transient or give the cache a normalized key. An {@code int} field named after a hash, such as
 * {@code hash} or {@code hashCode}, is left out if {@code hashCode()} returns just what it holds and there are other
 * fields: where such a number is content that nothing but {@code hashCode} shows, give the field another name.
 */
@NullMarked
package dev.ketch.serialization.key;

import org.jspecify.annotations.NullMarked;
