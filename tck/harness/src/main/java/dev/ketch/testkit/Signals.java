// SPDX-License-Identifier: Apache-2.0
package dev.ketch.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Sends signals to a process of ours, by its id. */
final class Signals {

    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private Signals() {}

    static void send(String name, long pid) {
        try {
            // The shell's own kill: slim images have no kill program.
            Shell.run(
                    BuildFolder.own(),
                    Map.of(),
                    DEADLINE,
                    List.of("/bin/sh", "-c", "kill -" + name + " \"$0\"", Long.toString(pid)));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot send SIG" + name + " to process " + pid, e);
        }
    }

    /**
     * Waits until each thread of the process has stopped. The signal is only a request: a worker thread may answer one
     * more command after it was sent. Where there is no {@code /proc} this returns at once.
     */
    static void awaitStopped(long pid) {
        Path tasks = Path.of("/proc", Long.toString(pid), "task");
        long end = System.nanoTime() + DEADLINE.toNanos();
        while (Files.isDirectory(tasks) && !allStopped(tasks)) {
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException("process " + pid + " did not stop within " + DEADLINE);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }

    private static boolean allStopped(Path tasks) {
        try (Stream<Path> threads = Files.list(tasks)) {
            return threads.allMatch(thread -> state(thread) == 'T');
        } catch (IOException gone) {
            return false;
        }
    }

    private static char state(Path thread) {
        try {
            // "pid (name) state ...", and the name may hold anything
            String stat = Files.readString(thread.resolve("stat"), StandardCharsets.ISO_8859_1);
            return stat.charAt(stat.lastIndexOf(')') + 2);
        } catch (IOException threadEnded) {
            return 'T';
        }
    }
}
