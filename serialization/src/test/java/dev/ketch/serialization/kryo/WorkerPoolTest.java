// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.kryo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ketch.serialization.ClassPolicy;
import dev.ketch.serialization.Serializer;
import dev.ketch.serialization.Serializers;
import dev.ketch.serialization.stream.ProxyLists;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WorkerPoolTest {

    @Test
    void aWorkerIsNeverInTwoHands() throws Exception {
        AtomicInteger made = new AtomicInteger();
        WorkerPool pool = new WorkerPool(() -> {
            made.incrementAndGet();
            return newWorker();
        });
        Set<Worker> inUse = Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
        inParallel(8, thread -> {
            for (int i = 0; i < 5000; i++) {
                Worker worker = pool.take();
                assertThat(inUse.add(worker)).isTrue();
                inUse.remove(worker);
                pool.giveBack(worker);
            }
        });
        assertThat(made.get()).isBetween(1, 100);
    }

    @Test
    void threadsDoNotMixValues() throws Exception {
        Serializer serializer = Serializers.kryo(getClass().getClassLoader());
        inParallel(8, thread -> {
            for (int i = 0; i < 500; i++) {
                Object value = new ArrayList<>(List.of(thread, "t" + i, Map.of(i, new Samples.Point(thread, i))));
                byte[] bytes = serializer.serialize(value);
                assertThat(serializer.deserialize(bytes, 0, bytes.length)).isEqualTo(value);
                if (i % 50 == 0) {
                    assertThat(catchThrowable(() -> serializer.serialize(new Object[] {value, new Thread()})))
                            .isInstanceOf(dev.ketch.serialization.SerializationException.class);
                }
            }
        });
    }

    @Test
    void manyThreadsAtOnceDoNotWait() {
        WorkerPool pool = new WorkerPool(() -> newWorker());
        List<Worker> taken = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            taken.add(pool.take());
        }
        assertThat(Set.copyOf(taken)).hasSize(40);
        taken.forEach(pool::giveBack);
        assertThat(taken).contains(pool.take());
    }

    private static Throwable catchThrowable(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return org.assertj.core.api.Assertions.catchThrowable(call);
    }

    private Worker newWorker() {
        ClassLoader loader = getClass().getClassLoader();
        return new Worker(loader, ClassPolicy.open(), FrameworkClasses.knownTo(loader), new ProxyLists());
    }

    private interface Task {
        void run(int thread) throws Exception;
    }

    private static void inParallel(int threads, Task task) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            CyclicBarrier start = new CyclicBarrier(threads);
            List<Future<?>> futures = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                int thread = t;
                futures.add(executor.submit(() -> {
                    start.await();
                    task.run(thread);
                    return null;
                }));
            }
            for (Future<?> future : futures) {
                future.get();
            }
        } finally {
            executor.shutdownNow();
        }
    }
}
