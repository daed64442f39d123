// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Hands a cache's answered operations to the executor of its own by a thread of its own, which is there only while there
 * are some: an executor may block while it takes what it is given, and the thread that tells the ends of all operations
 * must not. Thread-safe.
 */
final class Handover {
    private final ThreadPoolExecutor thread;

    private record Offer(Background owner, Work<?> work) implements Runnable {
        @Override
        public void run() {
            owner.offer(work);
        }
    }

    /** @param threads makes the thread */
    Handover(ThreadFactory threads) {
        // No more is queued than may be under way.
        thread = new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads);
        thread.allowCoreThreadTimeOut(true);
    }

    void add(Background owner, Work<?> work) {
        try {
            thread.execute(new Offer(owner, work));
        } catch (RuntimeException | Error e) {
            // The machine has no thread to give.
            work.failsWith(owner.refused(e));
            owner.finishElsewhere(work);
        }
    }

    /** The cache has closed: the thread ends as soon as it has nothing to do. What is answered later may need it still. */
    void close() {
        thread.setKeepAliveTime(1, TimeUnit.MILLISECONDS);
    }

    /** Forgets what has ended while it waited. */
    void forgetClaimed() {
        thread.getQueue()
                .removeIf(task -> task instanceof Offer offer && offer.work().isClaimed());
    }
}
