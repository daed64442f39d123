// SPDX-License-Identifier: Apache-2.0
package dev.ketch.benchmarks.load;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/** Virtual threads, where the JDK has them: this is compiled for one that has not. Stateless. */
public final class VirtualThreads {
    /** The first JDK that has them. */
    public static final int SINCE = 21;

    private VirtualThreads() {}

    public static boolean areSupported() {
        return Runtime.version().feature() >= SINCE;
    }

    /** {@code Thread.startVirtualThread}. */
    static MethodHandle starter() {
        if (!areSupported()) {
            throw new IllegalStateException("NOT RUN: virtual threads need JDK " + SINCE + ", this is "
                    + Runtime.version().feature());
        }
        try {
            return MethodHandles.publicLookup()
                    .findStatic(
                            Thread.class, "startVirtualThread", MethodType.methodType(Thread.class, Runnable.class));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this JDK has no Thread.startVirtualThread", e);
        }
    }
}
