// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache.management;

/** What became of a cache's events, for operators; of this JVM, since it was opened. */
public interface EventsMXBean {
    /**
     * How many events asynchronous listeners did not hear, because as many as {@code listenerQueue} admits waited for the
     * listener already, or it was closed before it came to them. An event that two of them did not hear counts twice.
     */
    long getDropped();
}
