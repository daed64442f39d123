// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import static java.util.Objects.requireNonNull;

import dev.ketch.jcache.Mutations.Plan;
import dev.ketch.jcache.attempt.FirstFailure;
import dev.ketch.jcache.store.Applied;
import dev.ketch.jcache.store.BatchStore.Change;
import dev.ketch.jcache.store.BatchStore.Tried;
import dev.ketch.jcache.store.Slot;
import dev.ketch.jcache.store.Snapshot;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.cache.CacheException;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheLoaderException;
import org.jspecify.annotations.Nullable;

/**
 * Asks the loader for what the cache lacks and stores what it brings.
 *
 * <p>A loaded value is written only over what was read before the loader was asked, under the generation of that read:
 * a put or clear that came in between wins, and the value is returned without being stored. A remove of another JVM that
 * comes in between leaves no trace, so that the value is stored after it. Thread-safe.
 */
final class Loading<K, V> {
    private static final Logger LOG = System.getLogger(Loading.class.getName());
    private static final long PATIENCE_SECONDS = 10;
    /** That another has found no value. It is told from an empty one by its identity. */
    private static final byte[] NOTHING = new byte[0];

    private final CacheCore<K, V> core;
    private final AtomicBoolean tooLargeTold = new AtomicBoolean();

    Loading(CacheCore<K, V> core) {
        this.core = core;
    }

    /**
     * Loads the value of one key that was not there; {@code null} if the loader has none.
     *
     * @param mark {@link Loads#mark} of before it was read
     */
    @Nullable
    V load(Snapshot miss, CacheLoader<K, V> loader, long mark) {
        Slot slot = miss.slot();
        Loads loads = core.loads();
        Loads.Load load = AtWork.isWithinUserCode() ? loads.alone(slot) : loads.join(slot);
        if (!load.isMine()) {
            byte[] payload = await(load, patience());
            if (payload != null) {
                return payload == NOTHING ? null : core.copy(payload);
            }
            load = loads.alone(slot);
        }
        return loadSelf(miss, loader, load, mark);
    }

    private static long patience() {
        return System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    }

    /**
     * What another thread loads: {@link #NOTHING} if it found no value, {@code null} if it takes too long, or failed with
     * others.
     */
    private byte @Nullable [] await(Loads.Load load, long end) {
        try {
            byte[] payload = load.result().get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            return payload == null ? NOTHING : payload;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof CacheException failed) {
                throw failed;
            }
            throw failure(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        } catch (TimeoutException | CancellationException e) {
            return null;
        }
    }

    private @Nullable V loadSelf(Snapshot found, CacheLoader<K, V> loader, Loads.Load load, long mark) {
        Snapshot miss = found;
        Publisher<K, V> publisher = new Publisher<>(core);
        byte[] payload = null;
        try {
            if (core.loads().mark(miss.slot()) != mark) {
                // Another load may have ended since it was missed.
                miss = core.store().read(miss.slot(), true);
                if (miss.isLive()) {
                    load.result().complete(miss.payload());
                    return core.value(miss);
                }
            }
            V value = call(loader, core.key(miss.slot()));
            if (value != null) {
                payload = core.store().serialize(miss.slot(), value);
                store(miss, payload, load, publisher);
            }
            load.result().complete(payload);
        } catch (RuntimeException | Error e) {
            load.result().completeExceptionally(e);
            throw e;
        } finally {
            core.loads().end(load);
        }
        publisher.finish();
        return payload == null ? null : core.copy(payload);
    }

    /**
     * Whether the server takes what was loaded. If not, whoever asked gets it all the same; the log says so once, as each
     * miss then loads.
     */
    boolean canStore(Snapshot miss, byte[] payload) {
        Slot slot = miss.slot();
        if (miss.isUnreachable() || core.store().changes().fits(slot, payload)) {
            return true;
        }
        if (tooLargeTold.compareAndSet(false, true)) {
            LOG.log(
                    Level.WARNING,
                    "cache [" + core.name() + "]: what was loaded for key [" + slot.keyName()
                            + "] is larger than server ["
                            + slot.server().name()
                            + "] accepts (item_size_max). It is not stored, so that each get loads"
                            + " it; load less, or start memcached with a larger -I. Further ones are not reported");
        }
        return false;
    }

    private void store(Snapshot miss, byte[] payload, Loads.Load load, Publisher<K, V> publisher) {
        if (!canStore(miss, payload)) {
            return;
        }
        Plan plan = Mutations.planStore(miss, payload, core.expiry().ask());
        Change change = plan.change();
        core.locks().under(miss.slot(), () -> {
            // Before it is asked whether a put has come in between, which is lost and made up for only after it has
            // said so.
            long losses = core.store().availability().losses(miss.slot());
            if (load.isSuperseded()) {
                return Effect.none(miss);
            }
            // What cannot be stored need not be remembered: nothing older is there than what was missed.
            boolean stored = change != null
                    && change.payload() != null
                    && core.store().changes().apply(change, false) == Applied.DONE;
            if (stored) {
                settle(miss.slot(), load, losses);
            }
            return stored ? publisher.note(plan.effect()) : Effect.none(miss);
        });
    }

    /**
     * A loaded value is stored. Was the key put meanwhile, and that put lost and made up for, then the value, which may
     * have been read before the put, has perhaps come to the server only after it.
     *
     * @param before losses of the slot's server before the value was sent there
     */
    private void settle(Slot slot, Loads.Load load, long before) {
        if (load.isSuperseded() && core.store().availability().losses(slot) != before) {
            core.store().availability().distrust(slot);
        }
    }

    /** Asks the loader for one value; whatever it throws becomes a {@link CacheLoaderException}. */
    @Nullable
    V call(CacheLoader<K, V> loader, K key) {
        try {
            return core.calls().<@Nullable V>call(() -> loader.load(key));
        } catch (RuntimeException e) {
            throw failure(e);
        }
    }

    /** Asks the loader for values; leaves out what it has not. */
    Map<K, V> callAll(CacheLoader<K, V> loader, Iterable<? extends K> keys) {
        Map<K, V> loaded;
        try {
            loaded = core.calls().call(() -> loader.loadAll(keys));
        } catch (RuntimeException e) {
            throw failure(e);
        }
        Map<K, V> present = new LinkedHashMap<>();
        if (loaded != null) {
            loaded.forEach((k, v) -> {
                if (k != null && v != null) {
                    present.put(k, v);
                }
            });
        }
        return present;
    }

    /**
     * Loads the values of keys that were not there, but for those that other threads are loading already: what these bring
     * is taken.
     *
     * @param marks of before they were read
     * @return copies of what was loaded, by key
     */
    Map<K, V> loadMissing(List<Snapshot> misses, CacheLoader<K, V> loader, Loads.Marks marks) {
        Loads loads = core.loads();
        if (AtWork.isWithinUserCode()) {
            // Somebody may be waiting for it, and it for him.
            return loadAll(misses, loader, false);
        }
        IdentityHashMap<Snapshot, Loads.Load> mine = new IdentityHashMap<>();
        Map<Snapshot, Loads.Load> others = new LinkedHashMap<>();
        List<Snapshot> own = new ArrayList<>();
        Map<K, V> result = new LinkedHashMap<>();
        try {
            for (Snapshot miss : misses) {
                Loads.Load load = loads.join(miss.slot());
                if (load.isMine()) {
                    mine.put(miss, load);
                    own.add(miss);
                } else {
                    others.put(miss, load);
                }
            }
            takeLoaded(own, mine, marks, result);
            if (!own.isEmpty()) {
                result.putAll(loadAll(own, mine, loader, false));
            }
        } catch (RuntimeException | Error e) {
            for (Loads.Load load : mine.values()) {
                if (mine.size() > 1) {
                    // It may be another key's fault: who waits for this one asks for himself.
                    load.result().cancel(false);
                } else {
                    load.result().completeExceptionally(e);
                }
            }
            throw e;
        } finally {
            mine.values().forEach(loads::end);
        }
        // Only now, when nobody waits for this thread any more: two that need each other's keys do not wait crosswise.
        result.putAll(taken(others, loader));
        return result;
    }

    /** Of what is to be loaded, takes out what another load has brought since it was missed. */
    private void takeLoaded(
            List<Snapshot> own, IdentityHashMap<Snapshot, Loads.Load> mine, Loads.Marks marks, Map<K, V> result) {
        List<Snapshot> doubtful =
                own.stream().filter(miss -> marks.isOld(miss.slot())).toList();
        if (doubtful.isEmpty()) {
            return;
        }
        List<Snapshot> found = core.store()
                .batches()
                .readAll(doubtful.stream().map(Snapshot::slot).toList(), true);
        own.removeAll(doubtful);
        for (int i = 0; i < found.size(); i++) {
            Snapshot now = found.get(i);
            Loads.Load load = requireNonNull(mine.remove(doubtful.get(i)));
            if (now.isLive()) {
                load.result().complete(now.payload());
                core.loads().end(load);
                result.put(core.key(now.slot()), core.value(now));
            } else {
                mine.put(now, load);
                own.add(now);
            }
        }
    }

    private Map<K, V> taken(Map<Snapshot, Loads.Load> others, CacheLoader<K, V> loader) {
        Map<K, V> result = new LinkedHashMap<>();
        List<Snapshot> late = new ArrayList<>();
        long end = patience();
        others.forEach((miss, load) -> {
            byte[] payload = await(load, end);
            if (payload == null) {
                late.add(miss);
            } else if (payload != NOTHING) {
                result.put(core.key(miss.slot()), core.copy(payload));
            }
        });
        if (!late.isEmpty()) {
            result.putAll(loadAll(late, loader, false));
        }
        return result;
    }

    /**
     * Loads the values of keys and stores them over what was read.
     *
     * @param replacing whether entries may be there that are to be replaced; what cannot be stored then is remembered
     * @return copies of what was loaded, by key
     */
    Map<K, V> loadAll(List<Snapshot> read, CacheLoader<K, V> loader, boolean replacing) {
        IdentityHashMap<Snapshot, Loads.Load> loads = new IdentityHashMap<>();
        try {
            read.forEach(snapshot -> loads.put(snapshot, core.loads().alone(snapshot.slot())));
            return loadAll(read, loads, loader, replacing);
        } finally {
            loads.values().forEach(core.loads()::end);
        }
    }

    private Map<K, V> loadAll(
            List<Snapshot> read,
            IdentityHashMap<Snapshot, Loads.Load> loads,
            CacheLoader<K, V> loader,
            boolean replacing) {
        List<K> keys = new ArrayList<>(read.size());
        read.forEach(snapshot -> keys.add(core.key(snapshot.slot())));
        Map<K, V> loaded = callAll(loader, keys);
        Map<K, V> result = new LinkedHashMap<>();
        IdentityHashMap<Snapshot, byte[]> payloads = new IdentityHashMap<>();
        List<Plan> plans = new ArrayList<>();
        for (Snapshot before : read) {
            V value = loaded.get(core.key(before.slot()));
            if (value == null) {
                continue;
            }
            byte[] payload = core.store().serialize(before.slot(), value);
            payloads.put(before, payload);
            result.put(core.key(before.slot()), core.copy(payload));
            if (before.isLive()) {
                // What is there would stay, and be out of date.
                core.store().changes().requireFit(before.slot(), payload);
            } else if (!canStore(before, payload)) {
                continue;
            }
            Plan plan = Mutations.planStore(before, payload, core.expiry().ask());
            if (plan.change() != null) {
                plans.add(plan);
            }
        }
        Publisher<K, V> publisher = new Publisher<>(core);
        FirstFailure failure = storeAll(plans, loads, replacing, publisher);
        loads.forEach((before, load) -> {
            load.result().complete(payloads.get(before));
            // From now on it is there, or gone again.
            core.loads().end(load);
        });
        publisher.tell();
        publisher.rethrow(failure);
        publisher.finish();
        return result;
    }

    /** Returns what failed, to be thrown when the listeners have heard of what is stored. */
    private FirstFailure storeAll(
            List<Plan> plans,
            IdentityHashMap<Snapshot, Loads.Load> loads,
            boolean replacing,
            Publisher<K, V> publisher) {
        List<Slot> slots = new ArrayList<>(plans.size());
        plans.forEach(plan -> slots.add(plan.effect().before().slot()));
        return core.locks().underAllIfFree(slots, () -> {
            IdentityHashMap<Plan, Long> losses = new IdentityHashMap<>();
            plans.forEach(plan -> losses.put(
                    plan,
                    core.store().availability().losses(plan.effect().before().slot())));
            List<Plan> current = new ArrayList<>(plans);
            current.removeIf(
                    plan -> requireNonNull(loads.get(plan.effect().before())).isSuperseded());
            List<Change> changes = new ArrayList<>(current.size());
            current.forEach(plan -> changes.add(requireNonNull(plan.change())));
            Tried tried = core.store().batches().applyAll(changes, replacing);
            List<Effect> effects = new ArrayList<>();
            for (int i = 0; i < current.size(); i++) {
                Plan plan = current.get(i);
                if (tried.done().get(i) == Applied.DONE) {
                    Snapshot before = plan.effect().before();
                    settle(before.slot(), requireNonNull(loads.get(before)), requireNonNull(losses.get(plan)));
                    effects.add(plan.effect());
                }
            }
            publisher.noteAll(effects);
            return tried.failure();
        });
    }

    private CacheLoaderException failure(Throwable e) {
        return e instanceof CacheLoaderException l
                ? l
                : new CacheLoaderException("cache [" + core.name() + "]: the cache loader failed", e);
    }
}
