// SPDX-License-Identifier: Apache-2.0
/**
 * How Ketch turns Java objects into bytes and back.
 *
 * <p>Values and keys go different ways. A value goes through a {@link dev.ketch.serialization.Serializer}, which keeps
 * whatever the object graph holds and can read it back. A key goes through {@code dev.ketch.serialization.key}, one way
 * only: serialized bytes tell apart keys that {@code equals} does not (identity hashes stored in fields, the order of a
 * set, shared references), so they cannot name an entry.
 *
 * <p>Bytes read from memcached are not trusted: see {@link dev.ketch.serialization.ClassPolicy}.
 */
@NullMarked
package dev.ketch.serialization;

import org.jspecify.annotations.NullMarked;
