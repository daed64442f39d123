// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache.attempt;

import org.jspecify.annotations.Nullable;

/** Of many things that are all to be tried: the first failure, with the others attached to it. For one thread. */
public final class FirstFailure {
    private @Nullable RuntimeException first;

    public void add(RuntimeException failure) {
        if (first == null) {
            first = failure;
        } else if (first != failure) {
            first.addSuppressed(failure);
        }
    }

    public boolean isEmpty() {
        return first == null;
    }

    public void addTo(FirstFailure others) {
        if (first != null) {
            others.add(first);
        }
    }

    /** Throws it, if there is one. */
    public void rethrow() {
        if (first != null) {
            throw first;
        }
    }
}
