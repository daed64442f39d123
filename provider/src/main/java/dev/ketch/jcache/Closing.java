// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;

/** Closes one thing after the other, whatever they throw, and tells of it at the end. For one thread. */
final class Closing {
    private final String what;
    private @Nullable CacheException failure;

    Closing(String what) {
        this.what = what;
    }

    void close(@Nullable Object resource) {
        if (resource instanceof AutoCloseable closeable) {
            run(closeable::close);
        }
    }

    interface Step {
        void run() throws Exception;
    }

    void run(Step step) {
        try {
            step.run();
        } catch (Throwable e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            if (failure == null) {
                failure = new CacheException(what + " is closed, but something of it could not be", e);
            } else {
                failure.addSuppressed(e);
            }
        }
    }

    /** Throws if anything has failed. */
    void finish() {
        if (failure != null) {
            throw failure;
        }
    }
}
