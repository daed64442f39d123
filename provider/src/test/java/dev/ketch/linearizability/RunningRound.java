// SPDX-License-Identifier: Apache-2.0
package dev.ketch.linearizability;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import javax.cache.Cache;

/** A round of one JVM, from the start of its callers to their end. For one thread. */
final class RunningRound {
    private final Budget budget;
    private final List<Caller> callers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    /** @param values where unique values come from */
    RunningRound(
            Round round,
            String jvm,
            int size,
            Cache<String, Long> cache,
            UnaryOperator<String> serverOf,
            AtomicLong values) {
        budget = new Budget(round.operations(), round.first(), size);
        Random random = new Random(round.seed());
        for (int t = 0; t < size; t++) {
            Caller caller = new Caller(jvm + t, cache, serverOf, values, round, random.nextLong());
            callers.add(caller);
            Thread thread = new Thread(() -> caller.run(budget), "caller-" + t);
            thread.setDaemon(true);
            threads.add(thread);
        }
        threads.forEach(Thread::start);
    }

    Budget budget() {
        return budget;
    }

    /** Waits for the end, and returns what was done. */
    List<Operation> end() throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
        List<Operation> all = new ArrayList<>();
        callers.forEach(caller -> all.addAll(caller.history()));
        return all;
    }
}
