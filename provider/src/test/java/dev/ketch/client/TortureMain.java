// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.List;

/** The torture with virtual callers, for a JVM that has them: arguments are seconds, callers, seed. */
final class TortureMain {
    private TortureMain() {}

    public static void main(String[] args) throws Exception {
        // Not known to the Java release that the tests are compiled for.
        Method start = Thread.class.getMethod("startVirtualThread", Runnable.class);
        Torture torture = new Torture(
                task -> {
                    try {
                        return (Thread) start.invoke(null, task);
                    } catch (ReflectiveOperationException e) {
                        throw new IllegalStateException(e);
                    }
                },
                400_000,
                TortureTest.SERVERS);
        List<String> violations = torture.run(
                Duration.ofSeconds(Long.parseLong(args[0])), Integer.parseInt(args[1]), Long.parseLong(args[2]));
        violations.forEach(v -> System.out.println("VIOLATION: " + v));
        System.exit(violations.isEmpty() ? 0 : 1);
    }
}
