// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import dev.ketch.jcache.store.Slot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;

/**
 * Many keys in slices, so that what an operation has in memory at a time is bounded whatever the caller hands over. The
 * places of a slice's keys are made when its turn comes.
 */
final class Slices implements Iterable<List<Slot>> {
    /** How many keys a slice has at most. */
    static final int LENGTH = 1024;

    private final List<?> all;
    private final Function<Object, Slot> slot;

    private Slices(Collection<?> all, Function<Object, Slot> slot) {
        this.all = new ArrayList<>(all);
        this.slot = slot;
    }

    /** Of keys; the collection may be changed afterwards. */
    static Slices ofKeys(Collection<?> keys, CacheCore<?, ?> core) {
        return new Slices(keys, core.store()::slot);
    }

    static Slices of(List<Slot> slots) {
        return new Slices(slots, Slot.class::cast);
    }

    static <T> List<Slot> slots(List<T> of, Function<? super T, Slot> slot) {
        List<Slot> slots = new ArrayList<>(of.size());
        of.forEach(each -> slots.add(slot.apply(each)));
        return slots;
    }

    @Override
    public Iterator<List<Slot>> iterator() {
        return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < all.size();
            }

            @Override
            public List<Slot> next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                int from = next;
                next = Math.min(all.size(), from + LENGTH);
                return slots(all.subList(from, next), slot);
            }
        };
    }
}
