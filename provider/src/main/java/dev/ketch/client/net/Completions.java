// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client.net;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Runs what users hang on the stages of exchanges, so that it holds up no reader of answers. Thread-safe. */
public final class Completions {
    private final Queue<Runnable> queue = new ConcurrentLinkedQueue<>();
    private final Worker worker = new Worker("ketch-completions", this::run);

    /** Runs a task soon, after those given before. */
    public void deliver(Runnable task) {
        queue.add(task);
        worker.wake();
    }

    private long run() {
        for (Runnable task = queue.poll(); task != null; task = queue.poll()) {
            task.run();
        }
        return Worker.NOTHING;
    }

    /** Whether the caller is the thread that runs the tasks. */
    public boolean isCurrentThread() {
        return worker.isCurrentThread();
    }

    /** The thread ends once everything is delivered. */
    public void close() {
        worker.stop();
    }
}
