// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache.store;

import org.jspecify.annotations.Nullable;

/** Of many things that are all to be tried: the first failure, with the others attached to it. For one thread. */
final class FirstFailure {
    private @Nullable RuntimeException first;

    void add(RuntimeException failure) {
        if (first == null) {
            first = failure;
        } else if (first != failure) {
            first.addSuppressed(failure);
        }
    }

    void addTo(FirstFailure others) {
        if (first != null) {
            others.add(first);
        }
    }

    /** Throws it, if there is one. */
    void rethrow() {
        if (first != null) {
            throw first;
        }
    }
}
