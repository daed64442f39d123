// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import dev.ketch.jcache.Mutations.Plan;
import dev.ketch.jcache.WriteThrough.Batch;
import dev.ketch.jcache.store.Applied;
import dev.ketch.jcache.store.BatchStore.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What was done to some of many entries.
 *
 * @param batch what the writer said, if there is one
 */
record BulkEffects(List<Effect> effects, @Nullable Batch<?> batch) {
    /** Makes the changes; one that lost against somebody else is made again, from its read. */
    static List<Effect> apply(CacheCore<?, ?> core, List<Plan> plans, IntFunction<Effect> again) {
        List<Change> changes = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        List<Effect> effects = new ArrayList<>(plans.size());
        for (int i = 0; i < plans.size(); i++) {
            effects.add(plans.get(i).effect());
            if (plans.get(i).change() != null) {
                changes.add(plans.get(i).change());
                places.add(i);
            }
        }
        Applied[] done = core.store().batches().applyAll(changes, true);
        for (int j = 0; j < done.length; j++) {
            int i = places.get(j);
            switch (done[j]) {
                case DONE -> {}
                case CONFLICT -> effects.set(i, again.apply(i));
                case DROPPED ->
                    effects.set(i, Effect.dropped(plans.get(i).effect().before()));
            }
        }
        return effects;
    }

    /** Tells of them; what a listener throws waits for the end of the operation, what the writer threw does not. */
    void tell(Publisher<?, ?> publisher) {
        publisher.tell();
        if (batch != null) {
            batch.rethrow();
        }
    }
}
