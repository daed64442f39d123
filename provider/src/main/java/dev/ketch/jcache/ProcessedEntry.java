// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import javax.cache.processor.MutableEntry;
import org.jspecify.annotations.Nullable;

/** The entry as an entry processor sees it: a copy, of which only the net effect counts. For one thread. */
final class ProcessedEntry<K, V> implements MutableEntry<K, V> {
    /** The net effect so far. */
    enum Outcome {
        NONE,
        /** Its value was read. */
        ACCESSED,
        /** There was none, and its value came from the loader. */
        LOADED,
        STORED,
        REMOVED
    }

    private final K key;
    private final boolean existed;
    private final Supplier<@Nullable V> loader;
    private @Nullable V value;
    private Outcome outcome = Outcome.NONE;

    /** @param loader what asks the cache loader, and returns {@code null} where there is none or it has no value */
    ProcessedEntry(K key, @Nullable V value, boolean existed, Supplier<@Nullable V> loader) {
        this.key = key;
        this.value = value;
        this.existed = existed;
        this.loader = loader;
    }

    Outcome outcome() {
        return outcome;
    }

    /** The value to be stored. */
    V value() {
        return Objects.requireNonNull(value);
    }

    @Override
    public K getKey() {
        return key;
    }

    @Override
    public boolean exists() {
        return value != null;
    }

    @Override
    // JSR-107 returns null for an entry that is not there.
    @SuppressWarnings("NullAway")
    public V getValue() {
        if (outcome == Outcome.NONE) {
            if (value != null) {
                outcome = Outcome.ACCESSED;
            } else {
                value = loader.get();
                if (value != null) {
                    outcome = Outcome.LOADED;
                }
            }
        }
        return value;
    }

    @Override
    public void setValue(V newValue) {
        value = Objects.requireNonNull(newValue, "value");
        outcome = Outcome.STORED;
    }

    @Override
    public void remove() {
        // What this processor itself has made, and nobody else has seen, is simply not made.
        outcome = outcome == Outcome.STORED && !existed ? Outcome.NONE : Outcome.REMOVED;
        value = null;
    }

    @Override
    public <T> T unwrap(Class<T> type) {
        return Unwrapping.of(type, "an entry that is processed", List.of(MutableEntry.class), this);
    }
}
