// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client.net;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/** The engine's own threads: platform threads, daemons. */
final class Threads {
    /** {@code Thread.isVirtual()}, which is younger than the Java release that Ketch is compiled for. */
    private static final @Nullable MethodHandle IS_VIRTUAL = isVirtual();

    private Threads() {}

    static void start(String name, Runnable task) {
        unstarted(name, task).start();
    }

    static Thread unstarted(String name, Runnable task) {
        Thread thread = new Thread(null, task, name, 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(null);
        return thread;
    }

    /** Whether the caller is a virtual thread: an interrupt closes the socket that one reads or writes. */
    static boolean isCallerVirtual() {
        MethodHandle handle = IS_VIRTUAL;
        if (handle == null) {
            return false;
        }
        try {
            return (boolean) handle.invokeExact(Thread.currentThread());
        } catch (Throwable e) {
            throw new IllegalStateException("Thread.isVirtual() failed", e);
        }
    }

    private static @Nullable MethodHandle isVirtual() {
        try {
            return MethodHandles.publicLookup()
                    .findVirtual(Thread.class, "isVirtual", MethodType.methodType(boolean.class));
        } catch (NoSuchMethodException | IllegalAccessException e) {
            return null;
        }
    }
}
