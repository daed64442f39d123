// SPDX-License-Identifier: Apache-2.0
/**
 * Makes large values smaller before they are stored.
 *
 * <p>The default is the JDK's own Deflate at its fastest level: no library comes with it, it says nothing about native
 * access, and of all that were measured only Zstandard packs tighter. LZ4 is there for who would rather spend bytes than
 * time, and adds the library.
 *
 * <p>Compressed bytes come from memcached and are not trusted: the length that they declare is checked, against the limit
 * of the caller and against what so few bytes can possibly expand to, before anything is allocated for it.
 */
@NullMarked
package dev.ketch.serialization.compression;

import org.jspecify.annotations.NullMarked;
