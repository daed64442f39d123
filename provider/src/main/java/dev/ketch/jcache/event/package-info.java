// SPDX-License-Identifier: Apache-2.0
/**
 * Cache entry listeners: who listens, what they hear, and in which thread.
 *
 * <p>Listeners hear what this JVM does with the cache; memcached tells nobody what other clients do.
 *
 * <p>Each asynchronous listener has a bounded queue of its own, emptied by one thread at a time, which asks the filter
 * too. The cache queues an event where it makes the change, under the key's lock: so the listener hears a key's events
 * in the order of its changes, and a slow one delays nobody but itself.
 *
 * <p>Synchronous listeners run in the thread of the operation, when it holds the key's lock no more: they may use the
 * cache, and may wait for threads that do, if these do not change the same key: such a thread waits for it, for seconds. The cache lets the threads that change one key tell of it one after the other,
 * in the order of the changes. What a listener itself changes is told at once, while it runs; and a thread that waits for
 * another's listener for long goes on without.
 */
@NullMarked
package dev.ketch.jcache.event;

import org.jspecify.annotations.NullMarked;
