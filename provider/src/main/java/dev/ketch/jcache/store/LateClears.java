// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache.store;

import dev.ketch.client.Server;
import dev.ketch.client.protocol.Response;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of an item that was stored while the cache was being cleared. A server gives its CAS in one sequence for
 * all items, the counter included: the greater one of item and counter is the later. An item that has counted, until a
 * clear came, must not be written again, or what somebody saw and somebody cleared would be back. Thread-safe.
 */
final class LateClears {
    private final GenerationSource generations;
    private final ItemForm form;
    private final Failures failures;

    LateClears(GenerationSource generations, ItemForm form, Failures failures) {
        this.generations = generations;
        this.form = form;
        this.failures = failures;
    }

    /**
     * Whether an item counts that was stored under a generation, or has counted until a clear came.
     *
     * @param stored the answer to the store
     * @param counter the counter, read after it
     * @param blind whether the item may be taken for one that has counted although a clear came before it, if one came
     *     after it as well
     * @throws dev.ketch.UnknownOutcomeException if that cannot be told
     */
    boolean counts(
            Server server, Slot slot, Response stored, long generation, @Nullable Response counter, boolean blind) {
        long current = generations.learn(server, counter);
        if (form.counts(stored.cas(), generation, current)) {
            return true;
        }
        if (!isEarlier(stored, counter)) {
            return false;
        }
        if (form.outlivesGenerations()) {
            // What came before it is of no account to such an item.
            return true;
        }
        long clears = current - generation;
        if (Generations.isBegunAnew(clears)) {
            return false;
        }
        if (clears == 1 || blind) {
            return true;
        }
        throw failures.clearedTwice(server, slot);
    }

    /** Whether there are both, and the item was stored before the counter was last moved. */
    static boolean isEarlier(@Nullable Response item, @Nullable Response counter) {
        return item != null
                && counter != null
                && item.isOk()
                && counter.isOk()
                && Long.compareUnsigned(item.cas(), counter.cas()) < 0;
    }
}
