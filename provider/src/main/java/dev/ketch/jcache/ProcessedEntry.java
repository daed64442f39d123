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
    private final Supplier<@Nullable V> loader;
    private @Nullable V value;
    private Outcome outcome = Outcome.NONE;

    /** Whether the first change was to make an entry from nothing: neither cache nor loader were seen to have one. */
    private boolean made;

    /** @param loader what asks the cache loader, and returns {@code null} where there is none or it has no value */
    ProcessedEntry(K key, @Nullable V value, Supplier<@Nullable V> loader) {
        this.key = key;
        this.value = value;
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
        // What was made and removed again is gone; the loader may know another one of old.
        if (outcome == Outcome.NONE && !made) {
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
        Objects.requireNonNull(newValue, "value");
        if (outcome == Outcome.NONE && value == null) {
            made = true;
        }
        value = newValue;
        outcome = Outcome.STORED;
    }

    @Override
    public void remove() {
        // What this processor itself has made, and nobody else has seen, is simply not made. Anything else the writer's
        // store may have: what was there, what was loaded, and what is removed without having been looked at.
        made = made && outcome == Outcome.STORED;
        outcome = made ? Outcome.NONE : Outcome.REMOVED;
        value = null;
    }

    @Override
    public <T> T unwrap(Class<T> type) {
        return Unwrapping.of(type, "an entry that is processed", List.of(MutableEntry.class), this);
    }
}
