// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import javax.cache.CacheException;

/** Waits for conditions, and looks for threads that wait. */
final class Awaiting {
    private Awaiting() {}

    /** Returns once the condition holds; a failure of the cache, or of a stage of its, counts as not yet. */
    static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        CacheException last = null;
        while (System.nanoTime() < end) {
            try {
                if (condition.getAsBoolean()) {
                    return;
                }
            } catch (CacheException e) {
                last = e;
            } catch (CompletionException e) {
                if (!(e.getCause() instanceof CacheException failure)) {
                    throw e;
                }
                last = failure;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
        throw new AssertionError("not within 20 s", last);
    }

    /** How many threads are within a method now. */
    static long threadsIn(Class<?> type, String method) {
        return Thread.getAllStackTraces().values().stream()
                .filter(stack -> Stream.of(stack)
                        .anyMatch(frame -> frame.getClassName().equals(type.getName())
                                && frame.getMethodName().equals(method)))
                .count();
    }
}
