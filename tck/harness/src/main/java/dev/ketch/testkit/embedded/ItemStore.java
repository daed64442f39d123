// SPDX-License-Identifier: Apache-2.0
package dev.ketch.testkit.embedded;

import static dev.ketch.testkit.embedded.Counters.Counter;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The items of a server, bounded by bytes. Keys are strings of one character a byte (ISO 8859-1).
 *
 * <p>Every change of a key happens under the lock of its stripe, so a condition and the store that depends on it are
 * one step. Reads take no lock unless they have to drop a dead item. An eviction takes none either: to everybody it
 * looks like a deletion just before or just after.
 */
final class ItemStore {
    /** How a value is stored. */
    enum Mode {
        SET,
        ADD,
        REPLACE,
        APPEND,
        PREPEND
    }

    private static final int STRIPES = 64;

    private final int itemSizeMax;
    private final ServerClock clock;
    private final Counters counters;
    private final Cache<String, Item> items;
    private final ReentrantLock[] stripes = new ReentrantLock[STRIPES];
    /** The last CAS given out; one sequence for the server. */
    private final AtomicLong lastCas = new AtomicLong();
    /** Volatile: replaced as a whole by FLUSH. */
    private volatile FlushMark flushed = FlushMark.NONE;

    ItemStore(ServerSettings settings, ServerClock clock, Counters counters) {
        this.itemSizeMax = settings.itemSizeMax();
        this.clock = clock;
        this.counters = counters;
        Arrays.setAll(stripes, i -> new ReentrantLock());
        this.items = Caffeine.newBuilder()
                .maximumWeight(settings.maxBytes())
                .<String, Item>weigher((key, item) -> (int) item.size(key.length()))
                .evictionListener((key, item, cause) -> counters.add(Counter.EVICTIONS))
                // On the caller's thread: the server ends with its own threads.
                .executor(Runnable::run)
                .build();
    }

    /** Whether an item of this size is accepted at all. */
    boolean fits(String key, int flags, long valueLength) {
        return Item.size(key.length(), flags, valueLength) <= itemSizeMax;
    }

    @Nullable
    Item get(String key) {
        Item item = items.getIfPresent(key);
        if (item == null) {
            return null;
        }
        long now = clock.now();
        Item found = isDead(item, now) ? atomically(key, () -> live(key)) : item;
        if (found != null) {
            found.markFetched(now);
        }
        return found;
    }

    /** Sets the deadline of a live item and returns it; the CAS stays. */
    @Nullable
    Item touch(String key, long expiresAt) {
        return atomically(key, () -> {
            Item item = live(key);
            if (item == null) {
                return null;
            }
            Item touched = item.withExpiry(expiresAt);
            touched.markFetched(clock.now());
            items.put(key, touched);
            return touched;
        });
    }

    /**
     * Stores a whole value.
     *
     * @param cas 0 or the CAS that the item must have; then the mode does not matter: a missing item is not created
     */
    StoreResult store(Mode mode, String key, byte[] value, int flags, long expiresAt, long cas) {
        return atomically(key, () -> {
            Item item = live(key);
            if (cas != 0) {
                Status refused = checkCas(item, cas);
                return refused == null ? put(key, value, flags, expiresAt) : StoreResult.failed(refused);
            }
            if (mode == Mode.ADD && item != null) {
                return StoreResult.failed(Status.EXISTS);
            }
            if (mode == Mode.REPLACE && item == null) {
                return StoreResult.failed(Status.NOT_FOUND);
            }
            return put(key, value, flags, expiresAt);
        });
    }

    /** Adds bytes to one end of a value; flags and deadline stay. */
    StoreResult join(Mode mode, String key, byte[] bytes, long cas) {
        return atomically(key, () -> {
            Item item = live(key);
            if (item == null) {
                return StoreResult.failed(Status.NOT_STORED);
            }
            if (cas != 0 && cas != item.cas()) {
                return StoreResult.failed(Status.EXISTS);
            }
            if (!fits(key, item.flags(), (long) item.value().length + bytes.length)) {
                return StoreResult.failed(Status.NOT_STORED);
            }
            byte[] joined = mode == Mode.APPEND ? concat(item.value(), bytes) : concat(bytes, item.value());
            return put(key, joined, item.flags(), item.expiresAt());
        });
    }

    StoreResult remove(String key, long cas) {
        return atomically(key, () -> {
            Item item = live(key);
            if (item == null) {
                counters.add(Counter.DELETE_MISSES);
                return StoreResult.failed(Status.NOT_FOUND);
            }
            if (cas != 0 && cas != item.cas()) {
                return StoreResult.failed(Status.EXISTS);
            }
            items.invalidate(key);
            counters.add(Counter.DELETE_HITS);
            return StoreResult.stored(0);
        });
    }

    /** Removes whatever is there, uncounted. */
    void drop(String key) {
        atomically(key, () -> {
            items.invalidate(key);
            return null;
        });
    }

    /**
     * Adds to or subtracts from a number.
     *
     * @param initial stored and returned if there is no item, with {@code delta} not applied
     * @param expiresAt deadline of an item that is created; empty if none is to be created
     */
    StoreResult count(boolean up, String key, long delta, long initial, OptionalLong expiresAt, long cas) {
        return atomically(key, () -> {
            Item item = live(key);
            if (item == null) {
                if (expiresAt.isEmpty()) {
                    counters.add(up ? Counter.INCR_MISSES : Counter.DECR_MISSES);
                    return StoreResult.failed(Status.NOT_FOUND);
                }
                StoreResult created = put(key, Decimal.format(initial), 0, expiresAt.getAsLong());
                return StoreResult.counted(created.cas(), initial);
            }
            if (item.value().length == 0) {
                return StoreResult.failed(Status.NON_NUMERIC);
            }
            if (cas != 0 && cas != item.cas()) {
                return StoreResult.failed(Status.EXISTS);
            }
            return count(up, key, item, delta);
        });
    }

    private StoreResult count(boolean up, String key, Item item, long delta) {
        OptionalLong old = Decimal.parse(item.value());
        if (old.isEmpty()) {
            return StoreResult.failed(Status.NON_NUMERIC);
        }
        long number = up ? old.getAsLong() + delta : floorAtZero(old.getAsLong(), delta);
        byte[] digits = Decimal.padded(Decimal.format(number), item.value().length);
        Item counted = item.withDigits(digits, lastCas.incrementAndGet(), clock.now());
        items.put(key, counted);
        counters.add(up ? Counter.INCR_HITS : Counter.DECR_HITS);
        return StoreResult.counted(counted.cas(), number);
    }

    /**
     * Makes all items dead.
     *
     * @param delay unsigned seconds or an absolute time, like an expiry; 0 or 1 is at once
     */
    void flush(long delay) {
        long now = clock.now();
        long oldestLive = delay == 0 ? now - 1 : clock.expiry(delay) - 1;
        long oldestCas = oldestLive <= now ? lastCas.incrementAndGet() : flushed.oldestCas();
        flushed = new FlushMark(oldestLive, oldestCas);
    }

    /** The live and the dead, weakly consistent. */
    Map<String, Item> items() {
        return items.asMap();
    }

    boolean isDead(Item item, long now) {
        return item.isExpired(now) || flushed.covers(item, now);
    }

    /** Items held, dead ones that nobody touched included; so counts memcached, too. */
    long count() {
        items.cleanUp();
        return items.estimatedSize();
    }

    /** Bytes held, as memcached counts them. */
    long bytes() {
        items.cleanUp();
        return items.policy()
                .eviction()
                .map(eviction -> eviction.weightedSize().orElse(0))
                .orElse(0L);
    }

    /** Called under the key's stripe lock. */
    private @Nullable Item live(String key) {
        Item item = items.getIfPresent(key);
        if (item == null) {
            return null;
        }
        long now = clock.now();
        boolean cleared = flushed.covers(item, now);
        if (!cleared && !item.isExpired(now)) {
            return item;
        }
        counters.add(cleared ? Counter.GET_FLUSHED : Counter.GET_EXPIRED);
        items.invalidate(key);
        return null;
    }

    private @Nullable Status checkCas(@Nullable Item item, long cas) {
        if (item == null) {
            counters.add(Counter.CAS_MISSES);
            return Status.NOT_FOUND;
        }
        boolean matches = item.cas() == cas;
        counters.add(matches ? Counter.CAS_HITS : Counter.CAS_BADVAL);
        return matches ? null : Status.EXISTS;
    }

    /** Called under the key's stripe lock, which puts the CAS values of a key in the order of its stores. */
    private StoreResult put(String key, byte[] value, int flags, long expiresAt) {
        long cas = lastCas.incrementAndGet();
        items.put(key, new Item(value, flags, expiresAt, cas, clock.now()));
        counters.add(Counter.TOTAL_ITEMS);
        return StoreResult.stored(cas);
    }

    private <T extends @Nullable Object> T atomically(String key, Supplier<T> change) {
        ReentrantLock stripe = stripes[Math.floorMod(key.hashCode(), STRIPES)];
        stripe.lock();
        try {
            return change.get();
        } finally {
            stripe.unlock();
        }
    }

    private static long floorAtZero(long number, long delta) {
        return Long.compareUnsigned(delta, number) > 0 ? 0 : number - delta;
    }

    private static byte[] concat(byte[] head, byte[] tail) {
        byte[] joined = Arrays.copyOf(head, head.length + tail.length);
        System.arraycopy(tail, 0, joined, head.length, tail.length);
        return joined;
    }
}
