// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client;

import dev.ketch.client.net.Transport;
import dev.ketch.client.net.Transport.Feed;
import dev.ketch.client.net.Transport.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Runs lists of exchanges, one a server, at the same time. Used by one thread. */
final class BatchRun {
    private static final long STALLED_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long UNDER_WAY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final List<Feed> feeds = new ArrayList<>();

    /** Not park and unpark: waiting for a feed's lock could take the permit, and the wake-up with it. */
    private final Semaphore woken = new Semaphore(0);

    /** Begins a server's list. */
    void add(Transport transport, List<Exchange> exchanges) {
        Feed feed = transport.feed(exchanges, woken::release);
        if (feed.advance() != Progress.DONE) {
            feeds.add(feed);
        }
    }

    /** Waits until every list has ended. Interrupts are kept for later. */
    void await() {
        boolean interrupted = false;
        while (true) {
            Progress least = advance();
            if (least == Progress.DONE) {
                break;
            }
            try {
                if (woken.tryAcquire(
                        least == Progress.STALLED ? STALLED_NANOS : UNDER_WAY_NANOS, TimeUnit.NANOSECONDS)) {
                    woken.drainPermits();
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private Progress advance() {
        Progress least = Progress.DONE;
        for (Feed feed : feeds) {
            Progress progress = feed.advance();
            if (progress.compareTo(least) > 0) {
                least = progress;
            }
        }
        return least;
    }
}
