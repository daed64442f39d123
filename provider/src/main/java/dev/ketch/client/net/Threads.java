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

    /** More than a call takes, from its caller to the start of a thread. To try them takes about 0.1 µs. */
    private static final int FRAMES = 64;

    private static final int CONNECT_FRAMES = 256;

    private Threads() {}

    static void start(String name, Runnable task) {
        unstarted(name, task).start();
    }

    /**
     * Fails with a stack overflow, if one is near, before anything has been begun that it would leave undone. A lock, for
     * one, may be taken by a caller that never learns of it: {@code lock()} throws the overflow once it has the lock.
     */
    static void probeStack() {
        probe(FRAMES, 1, 2, 3, 4, 5, 6, 7);
    }

    /** As {@link #probeStack}, before a thread is started, by code that runs seldom and so takes much more of the stack. */
    static void probeStackToConnect() {
        probe(CONNECT_FRAMES, 1, 2, 3, 4, 5, 6, 7);
    }

    /** Many arguments make large frames, also once this is compiled. */
    private static long probe(int frames, long a, long b, long c, long d, long e, long f, long g) {
        return frames == 0 ? a : 1 + probe(frames - 1, b, c, d, e, f, g, a);
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
