// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Whoever wakes a worker is served, whatever happened before. */
class WorkerTest {
    private static void awaitStep(Semaphore steps) throws InterruptedException {
        assertThat(steps.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aStoppedWorkerServesEveryWakeUp() throws InterruptedException {
        Semaphore steps = new Semaphore(0);
        Worker worker = new Worker("worker-test", () -> {
            steps.release();
            return Worker.NOTHING;
        });
        worker.stop();
        for (int i = 0; i < 5_000; i++) {
            worker.wake();
            awaitStep(steps);
        }
    }

    @Test
    void aStoppedWorkerEndsOnlyWhenNothingIsLeftToDo() throws InterruptedException {
        Semaphore steps = new Semaphore(0);
        AtomicInteger left = new AtomicInteger(3);
        Worker worker = new Worker("worker-test", () -> {
            steps.release();
            return left.decrementAndGet() > 0 ? TimeUnit.MILLISECONDS.toNanos(1) : Worker.NOTHING;
        });
        worker.stop();
        worker.wake();
        for (int i = 0; i < 3; i++) {
            awaitStep(steps);
        }
    }

    @Test
    void aStepThatThrowsIsNotTheLast() throws InterruptedException {
        Semaphore steps = new Semaphore(0);
        AtomicInteger calls = new AtomicInteger();
        Worker worker = new Worker("worker-test", () -> {
            steps.release();
            if (calls.incrementAndGet() == 1) {
                throw new OutOfMemoryError("thrown by a test");
            }
            return Worker.NOTHING;
        });
        worker.wake();
        awaitStep(steps);
        // What the step left undone is looked at again.
        awaitStep(steps);
        worker.wake();
        awaitStep(steps);
        worker.stop();
    }
}
