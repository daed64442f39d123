// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import dev.ketch.client.Server;
import dev.ketch.jcache.Mutations.Plan;
import dev.ketch.jcache.WriteThrough.Batch;
import dev.ketch.jcache.attempt.FirstFailure;
import dev.ketch.jcache.store.BatchStore.Change;
import dev.ketch.jcache.store.BatchStore.Tried;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;

/**
 * What was done to some of many entries. Where something failed, the others are done all the same, counted and told of,
 * before it is thrown; but for those that lost against somebody else on a server where that has failed after a while.
 *
 * @param batch what the writer said, if there is one
 * @param failure what failed otherwise
 */
record BulkEffects(List<Effect> effects, @Nullable Batch<?> batch, FirstFailure failure) {
    private static final long LONG_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /** Makes the changes; one that lost against somebody else is made again, from its read. */
    static BulkEffects apply(CacheCore<?, ?> core, List<Plan> plans, IntFunction<Effect> again) {
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
        Tried tried = core.store().batches().applyAll(changes, true);
        Set<Server> slow = new HashSet<>();
        for (int j = 0; j < places.size(); j++) {
            int i = places.get(j);
            Effect planned = effects.get(i);
            switch (tried.done().get(j)) {
                case DONE -> {}
                case CONFLICT -> effects.set(i, again(again, i, planned, tried.failure(), slow));
                case DROPPED -> effects.set(i, Effect.dropped(planned.before()));
                case FAILED -> effects.set(i, Effect.failed(planned.before()));
            }
        }
        return new BulkEffects(effects, null, tried.failure());
    }

    /** @param slow servers on which this has failed after a while: for no other of their keys it is tried */
    private static Effect again(
            IntFunction<Effect> again, int i, Effect planned, FirstFailure failure, Set<Server> slow) {
        Server server = planned.before().slot().server();
        if (!slow.contains(server)) {
            long from = System.nanoTime();
            try {
                return again.apply(i);
            } catch (CacheException e) {
                failure.add(e);
                if (System.nanoTime() - from > LONG_NANOS) {
                    slow.add(server);
                }
            }
        }
        return Effect.failed(planned.before());
    }

    /** Notes them for the listeners. The caller holds the keys' locks. */
    BulkEffects noted(Publisher<?, ?> publisher, @Nullable Batch<?> said) {
        publisher.noteAll(effects);
        return new BulkEffects(effects, said, failure);
    }

    /** Tells of them; what a listener throws waits for the end of the operation, other failures do not. */
    void tell(Publisher<?, ?> publisher) {
        publisher.tell();
        FirstFailure all = new FirstFailure();
        if (batch != null && batch.failure() != null) {
            all.add(batch.failure());
        }
        failure.addTo(all);
        publisher.rethrow(all);
    }
}
