// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client.net;

import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;

/** Deadlines are instants of {@link System#nanoTime}. */
final class Deadline {
    private Deadline() {}

    /**
     * The milliseconds that are left, rounded up: a socket takes 0 as no limit.
     *
     * @throws SocketTimeoutException if none is left
     */
    static int remainingMillis(long deadline) throws SocketTimeoutException {
        long nanos = deadline - System.nanoTime();
        if (nanos <= 0) {
            throw new SocketTimeoutException("the deadline has passed");
        }
        return (int) Math.min(Integer.MAX_VALUE, TimeUnit.NANOSECONDS.toMillis(nanos + 999_999));
    }
}
