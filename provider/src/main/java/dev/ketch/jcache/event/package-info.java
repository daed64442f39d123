// SPDX-License-Identifier: Apache-2.0
/**
 * Cache entry listeners: who listens, what they hear, and in which thread.
 *
 * <p>Listeners hear what this JVM does with the cache; memcached tells nobody what other clients do. Synchronous
 * listeners run in the thread of the operation. Each asynchronous listener has a bounded queue of its own, emptied by
 * one thread at a time: it hears all events in the order in which they were published (so in order for each key), and a
 * slow one delays nobody but itself.
 */
@NullMarked
package dev.ketch.jcache.event;

import org.jspecify.annotations.NullMarked;
