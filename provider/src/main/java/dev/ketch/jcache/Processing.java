// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import dev.ketch.jcache.Mutations.Plan;
import dev.ketch.jcache.store.Retry;
import dev.ketch.jcache.store.Slot;
import dev.ketch.jcache.store.Snapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.cache.CacheException;
import javax.cache.integration.CacheLoaderException;
import javax.cache.integration.CacheWriterException;
import javax.cache.processor.EntryProcessor;
import javax.cache.processor.EntryProcessorException;
import javax.cache.processor.EntryProcessorResult;
import org.jspecify.annotations.Nullable;

/** {@code invoke} and {@code invokeAll}. Processors run in this JVM, under their key's lock. Thread-safe. */
final class Processing<K, V> {
    private final CacheCore<K, V> core;
    private final Mutations<K, V> mutations;
    private final Reads<K, V> reads;
    private final Loading<K, V> loading;

    Processing(CacheCore<K, V> core, Mutations<K, V> mutations, Reads<K, V> reads, Loading<K, V> loading) {
        this.core = core;
        this.mutations = mutations;
        this.reads = reads;
        this.loading = loading;
    }

    <T> @Nullable T invoke(Slot slot, long start, EntryProcessor<K, V, T> processor, Object... arguments) {
        Invocation<K, V, T> invocation = new Invocation<>(core, loading, slot, processor, arguments);
        Publisher<K, V> publisher = new Publisher<>(core);
        Effect effect;
        try {
            effect = core.change(slot, publisher, () -> run(invocation));
        } finally {
            invocation.end();
        }
        finish(invocation, effect, start, publisher);
        publisher.finish();
        return invocation.result();
    }

    private Effect run(Invocation<K, V, ?> invocation) {
        Retry retry = core.store().retry();
        while (true) {
            Plan plan = invocation.run(core.store().read(invocation.slot(), true));
            if (invocation.isOutdated()) {
                return Effect.none(plan.effect().before());
            }
            switch (mutations.apply(plan)) {
                case DONE -> {
                    return plan.effect();
                }
                case DROPPED -> {
                    return Effect.dropped(plan.effect().before());
                }
                case CONFLICT -> {}
                case FAILED -> throw new IllegalStateException("an entry by itself fails by an exception");
            }
            retry.lost(invocation.slot());
        }
    }

    private void finish(Invocation<K, V, ?> invocation, Effect effect, long start, Publisher<K, V> publisher) {
        count(invocation, effect, start);
        publisher.tell();
        if (invocation.isAccess()) {
            reads.accessed(effect.before());
        }
        reads.sweep(effect, publisher);
    }

    private void count(Invocation<K, V, ?> invocation, Effect effect, long start) {
        boolean hit = effect.before().isLive();
        core.countGets(hit ? 1 : 0, hit ? 0 : 1, start);
        core.countPuts(invocation.isPut(effect) ? 1 : 0, start);
        core.countRemovals(effect.isRemoval() ? 1 : 0, start);
    }

    /** One key of a batch: what its processor wants done; nothing, if it ended with an exception. */
    private record Invoked<K, V, T>(
            Invocation<K, V, T> invocation,
            Plan plan,
            @Nullable RuntimeException failure) {}

    <T> Map<K, EntryProcessorResult<T>> invokeAll(
            Slices slices, EntryProcessor<K, V, T> processor, Object... arguments) {
        Map<K, EntryProcessorResult<T>> results = new HashMap<>();
        Publisher<K, V> publisher = new Publisher<>(core);
        slices.forEach(slice -> invokeSlice(slice, processor, arguments, results, publisher));
        publisher.finish();
        return results;
    }

    private <T> void invokeSlice(
            List<Slot> slots,
            EntryProcessor<K, V, T> processor,
            Object[] arguments,
            Map<K, EntryProcessorResult<T>> results,
            Publisher<K, V> publisher) {
        long start = core.start();
        List<Invoked<K, V, T>> invoked = new ArrayList<>(slots.size());
        List<Invocation<K, V, T>> begun = new ArrayList<>(slots.size());
        BulkEffects done;
        try {
            done = core.changeAll(slots, () -> {
                for (Snapshot before : core.store().batches().readAll(slots, true)) {
                    begun.add(new Invocation<>(core, loading, before.slot(), processor, arguments));
                    invoked.add(invokeOne(begun.get(begun.size() - 1), before));
                }
                return apply(invoked, publisher);
            });
        } finally {
            begun.forEach(Invocation::end);
        }
        List<Snapshot> accessed = new ArrayList<>();
        List<Snapshot> leftAlone = new ArrayList<>();
        try {
            for (int i = 0; i < invoked.size(); i++) {
                Invocation<K, V, T> invocation = invoked.get(i).invocation();
                K key = core.key(slots.get(i));
                RuntimeException failure = invoked.get(i).failure();
                if (failure != null) {
                    results.put(key, failed(failure));
                    continue;
                }
                Effect effect = done.effects().get(i);
                if (effect.kind() == Effect.Kind.FAILED) {
                    continue;
                }
                count(invocation, effect, start);
                if (invocation.isAccess()) {
                    accessed.add(effect.before());
                }
                if (effect.kind() == Effect.Kind.NONE) {
                    leftAlone.add(effect.before());
                }
                T result = invocation.result();
                if (result != null) {
                    results.put(key, () -> result);
                }
            }
        } finally {
            publisher.tell();
        }
        publisher.rethrow(done.failure());
        // At last, and for all at once: if a server fails here, what was done is counted and told.
        reads.sweep(leftAlone, publisher);
        reads.accessed(accessed, Expiry.ETERNAL);
    }

    private <T> Invoked<K, V, T> invokeOne(Invocation<K, V, T> invocation, Snapshot before) {
        try {
            return new Invoked<>(invocation, invocation.run(before), null);
        } catch (CacheException e) {
            return new Invoked<>(invocation, new Plan(Effect.none(before), null), e);
        }
    }

    /** Makes the changes; a key that lost against somebody else is processed again by itself. */
    private <T> BulkEffects apply(List<Invoked<K, V, T>> invoked, Publisher<K, V> publisher) {
        List<Plan> plans = new ArrayList<>(invoked.size());
        invoked.forEach(one -> {
            Effect planned = one.plan().effect();
            plans.add(one.invocation().isOutdated() ? new Plan(Effect.none(planned.before()), null) : one.plan());
        });
        BulkEffects all = BulkEffects.apply(core, plans, i -> {
            Invoked<K, V, T> one = invoked.get(i);
            try {
                return run(one.invocation());
            } catch (CacheException e) {
                invoked.set(i, new Invoked<>(one.invocation(), one.plan(), e));
                return one.plan().effect();
            }
        });
        List<Effect> done = new ArrayList<>(invoked.size());
        for (int i = 0; i < invoked.size(); i++) {
            if (invoked.get(i).failure() == null) {
                done.add(all.effects().get(i));
            }
        }
        publisher.noteAll(done);
        return all;
    }

    /** Failures of loader and writer count as the processor's; those of the cache itself are what they are. */
    private static <T> EntryProcessorResult<T> failed(RuntimeException failure) {
        return () -> {
            throw failure instanceof CacheLoaderException || failure instanceof CacheWriterException
                    ? new EntryProcessorException(failure)
                    : failure;
        };
    }
}
