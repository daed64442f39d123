// SPDX-License-Identifier: Apache-2.0
package dev.ketch.benchmarks.load;

import dev.ketch.benchmarks.client.CacheClient.Pending;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The gets that one thread has under way, oldest first. Used by that thread only. */
@State(Scope.Thread)
public class Window extends Meter {
    private static final int SIZE = 256;

    private final Pending[] pending = new Pending[SIZE];
    private final int[] asked = new int[SIZE];
    private final long[] since = new long[SIZE];
    private int next;

    /** Starts a get once there is room for it: the oldest is awaited and checked. */
    void start(int index, Workbench bench) {
        take(bench);
        asked[next] = index;
        since[next] = System.nanoTime();
        pending[next] = bench.cache().startGet(bench.values().key(index));
        next = (next + 1) % SIZE;
    }

    private void take(Workbench bench) {
        Pending oldest = pending[next];
        if (oldest != null) {
            pending[next] = null;
            byte[] value = oldest.await();
            got(1, since[next]);
            bench.values().check(asked[next], value);
        }
    }

    /** Nothing remains under way between iterations. */
    @TearDown(Level.Iteration)
    public void drain(Workbench bench) {
        for (int i = 0; i < SIZE; i++) {
            take(bench);
            next = (next + 1) % SIZE;
        }
    }
}
