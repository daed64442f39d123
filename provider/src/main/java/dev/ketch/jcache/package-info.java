// SPDX-License-Identifier: Apache-2.0
/**
 * The cache manager and the cache of JSR-107, on top of the item store and the memcached client.
 *
 * <p>A manager makes each cache from a {@link dev.ketch.jcache.CacheContext}: configuration, keys, serializer, listeners
 * and counters of its own, the client shared with its siblings. A cache tells its manager when it closes; nothing else
 * goes that way.
 */
@NullMarked
package dev.ketch.jcache;

import org.jspecify.annotations.NullMarked;
