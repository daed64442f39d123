// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache.event;

import java.util.ArrayList;
import java.util.List;

/** Closes what users gave to a cache, all of it even if some of it fails. */
final class Closing {
    private Closing() {}

    /** Closes those that can be closed, in order, and returns what they threw. */
    static List<Throwable> closeAll(Iterable<?> resources) {
        List<Throwable> failures = new ArrayList<>();
        for (Object resource : resources) {
            if (resource instanceof AutoCloseable closeable) {
                try {
                    closeable.close();
                } catch (Throwable e) {
                    if (e instanceof InterruptedException) {
                        Thread.currentThread().interrupt();
                    }
                    failures.add(e);
                }
            }
        }
        return failures;
    }

    static <E extends Throwable> E addTo(E main, List<? extends Throwable> failures) {
        for (Throwable failure : failures) {
            if (failure != main) {
                main.addSuppressed(failure);
            }
        }
        return main;
    }
}
