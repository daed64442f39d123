// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Threads that begin together. */
final class AllAtOnce {
    private AllAtOnce() {}

    /** What one of them does. */
    interface Task<T> {
        T run(int thread) throws Exception;
    }

    /** Returns what each has returned, when all have. */
    static <T> List<T> run(int threads, Task<T> task) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        CyclicBarrier barrier = new CyclicBarrier(threads);
        List<Future<T>> running = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            int thread = t;
            running.add(executor.submit(() -> {
                barrier.await(30, TimeUnit.SECONDS);
                return task.run(thread);
            }));
        }
        executor.shutdown();
        List<T> results = new ArrayList<>();
        for (Future<T> each : running) {
            results.add(each.get(90, TimeUnit.SECONDS));
        }
        return results;
    }
}
