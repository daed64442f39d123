// SPDX-License-Identifier: Apache-2.0
/**
 * How to do all of many things though some of them fail: each is tried, and what is thrown at the end is the first
 * failure, with the others attached to it. So a server that is down, or a listener that cannot be closed, keeps nothing
 * else from being done. Knows nothing of caches or servers.
 */
@NullMarked
package dev.ketch.jcache.attempt;

import org.jspecify.annotations.NullMarked;
