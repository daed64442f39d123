// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache.attempt;

import java.util.ArrayList;
import java.util.List;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;

/** Closes one thing after the other, whatever they throw, errors too, and tells of it at the end. For one thread. */
public final class Closing {
    private final List<Throwable> failures = new ArrayList<>();

    /** Closes a resource, if it is one that can be closed. */
    public void close(@Nullable Object resource) {
        if (resource instanceof AutoCloseable closeable) {
            run(closeable::close);
        }
    }

    /** Part of closing. */
    public interface Step {
        void run() throws Exception;
    }

    public void run(Step step) {
        try {
            step.run();
        } catch (Throwable e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            failures.add(e);
        }
    }

    /** What was thrown so far, in order. */
    public List<Throwable> failures() {
        return List.copyOf(failures);
    }

    /**
     * Throws if anything has failed.
     *
     * @param what was closed, for the message
     */
    public void finish(String what) {
        if (!failures.isEmpty()) {
            CacheException failure =
                    new CacheException(what + " is closed, but something of it could not be", failures.get(0));
            attach(failures.subList(1, failures.size()), failure);
            throw failure;
        }
    }

    /** Has a failure carry others as suppressed ones. */
    public static <E extends Throwable> E attach(List<? extends Throwable> others, E failure) {
        for (Throwable other : others) {
            if (other != failure) {
                failure.addSuppressed(other);
            }
        }
        return failure;
    }
}
