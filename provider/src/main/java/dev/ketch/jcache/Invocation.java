// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import dev.ketch.jcache.Mutations.Plan;
import dev.ketch.jcache.store.Slot;
import dev.ketch.jcache.store.Snapshot;
import java.util.Arrays;
import javax.cache.CacheException;
import javax.cache.integration.CacheLoader;
import javax.cache.processor.EntryProcessor;
import javax.cache.processor.EntryProcessorException;
import org.jspecify.annotations.Nullable;

/**
 * One entry processor at work on one key. It is run again if the entry was changed by somebody else before its outcome
 * could be stored. The loader is not asked again then. The writer is called once for an outcome, and again if the rerun
 * comes to another one, so that its last word is what the cache has. If the rerun leaves the entry alone or fails, what
 * the run before had written stays written: cache and the writer's store have no common transaction. For one thread.
 */
final class Invocation<K, V, T> {
    private final CacheCore<K, V> core;
    private final Loading<K, V> loading;
    private final Slot slot;
    private final EntryProcessor<K, V, T> processor;
    private final Object[] arguments;
    private final Expiry.Deadlines deadlines;
    private @Nullable T result;
    private boolean accessed;
    private boolean onlyLoaded;
    /** Since the loader has answered. */
    private Loads.@Nullable Load load;
    /** What it gave, as it was then: a run of the processor may change its object. */
    private byte @Nullable [] loaded;

    /** What cannot be kept so, and why. */
    private @Nullable V unkept;

    private @Nullable CacheException unserializable;
    private boolean isWritten;
    private byte @Nullable [] written;

    Invocation(
            CacheCore<K, V> core,
            Loading<K, V> loading,
            Slot slot,
            EntryProcessor<K, V, T> processor,
            Object[] arguments) {
        this.core = core;
        this.loading = loading;
        this.slot = slot;
        this.processor = processor;
        this.arguments = arguments;
        this.deadlines = core.expiry().ask();
    }

    Slot slot() {
        return slot;
    }

    /** What the processor has returned. */
    @Nullable
    T result() {
        return result;
    }

    /** Whether all that was done to the entry was to look at it. */
    boolean isAccess() {
        return accessed;
    }

    /**
     * Runs the processor and then the writer.
     *
     * @return what is to be done to the cache
     * @throws EntryProcessorException around what the processor threw
     */
    Plan run(Snapshot before) {
        boolean loadedBefore = load != null;
        ProcessedEntry<K, V> entry =
                new ProcessedEntry<>(core.key(slot), before.isLive() ? core.value(before) : null, this::load);
        try {
            result = AtWork.USER_CODE.<@Nullable T>call(() -> processor.process(entry, arguments));
        } catch (CacheException e) {
            // The cache's own failures, and processors that wrap by themselves.
            throw e;
        } catch (Exception e) {
            throw new EntryProcessorException(
                    "cache [" + core.name() + "]: the entry processor failed on key [" + slot.keyName() + "]", e);
        }
        accessed = entry.outcome() == ProcessedEntry.Outcome.ACCESSED;
        onlyLoaded = entry.outcome() == ProcessedEntry.Outcome.LOADED;
        return switch (entry.outcome()) {
            case NONE, ACCESSED -> new Plan(Effect.none(before), null);
            case LOADED -> {
                byte[] payload = loaded();
                if (loadedBefore || payload == null) {
                    // A clear or a change came after the load, and may be why it is out of date.
                    yield new Plan(Effect.none(before), null);
                }
                yield loading.canStore(before, payload)
                        ? Mutations.planStore(before, payload, deadlines)
                        : new Plan(Effect.none(before), null);
            }
            case STORED -> {
                V value = entry.value();
                byte[] payload = core.store().serialize(slot, value);
                WriteThrough<K, V> writer = core.writer();
                if (writer != null && !(isWritten && Arrays.equals(written, payload))) {
                    core.store().changes().requireFit(slot, payload);
                    writer.write(core.key(slot), value);
                    isWritten = true;
                    written = payload;
                }
                yield Mutations.planStore(before, payload, deadlines);
            }
            case REMOVED -> {
                WriteThrough<K, V> writer = core.writer();
                if (writer != null && !(isWritten && written == null)) {
                    writer.delete(core.key(slot));
                    isWritten = true;
                    written = null;
                }
                yield Mutations.planRemove(before);
            }
        };
    }

    /** Whether the outcome counts as a put; a value that was only loaded does not. */
    boolean isPut(Effect effect) {
        return effect.isPut() && !onlyLoaded;
    }

    private @Nullable V load() {
        CacheLoader<K, V> loader = core.readLoader();
        if (loader == null) {
            return null;
        }
        if (load == null) {
            Loads.Load begun = core.loads().alone(slot);
            try {
                V value = loading.call(loader, core.key(slot));
                load = begun;
                keep(value);
                return value;
            } finally {
                if (load == null) {
                    core.loads().end(begun);
                }
            }
        }
        return loaded == null ? unkept : core.copy(loaded);
    }

    private void keep(@Nullable V value) {
        try {
            loaded = value == null ? null : core.store().serialize(slot, value);
        } catch (CacheException e) {
            // The processor may want something else to be stored.
            unkept = value;
            unserializable = e;
        }
    }

    private byte @Nullable [] loaded() {
        if (unserializable != null) {
            throw unserializable;
        }
        return loaded;
    }

    /** Whether what is to be stored was loaded, and may be out of date by what this JVM has done since. */
    boolean isOutdated() {
        return onlyLoaded && load != null && load.isSuperseded();
    }

    /** To be called when nothing more is to be done. */
    void end() {
        if (load != null) {
            core.loads().end(load);
        }
    }
}
