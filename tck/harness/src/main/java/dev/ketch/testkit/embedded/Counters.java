// SPDX-License-Identifier: Apache-2.0
package dev.ketch.testkit.embedded;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** Event counters of a server, named as {@code stats} names them. Thread-safe. */
final class Counters {
    /** One counted event; its statistic is the lower-case name. */
    enum Counter {
        TOTAL_CONNECTIONS,
        REJECTED_CONNECTIONS,
        CMD_GET,
        CMD_SET,
        CMD_FLUSH,
        CMD_TOUCH,
        GET_HITS,
        GET_MISSES,
        GET_EXPIRED,
        GET_FLUSHED,
        DELETE_MISSES,
        DELETE_HITS,
        INCR_MISSES,
        INCR_HITS,
        DECR_MISSES,
        DECR_HITS,
        CAS_MISSES,
        CAS_HITS,
        CAS_BADVAL,
        TOUCH_HITS,
        TOUCH_MISSES,
        TOTAL_ITEMS,
        EVICTIONS;

        String statistic() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Map<Counter, LongAdder> counts = new EnumMap<>(Counter.class);
    private final AtomicLong connections = new AtomicLong();

    Counters() {
        for (Counter counter : Counter.values()) {
            counts.put(counter, new LongAdder());
        }
    }

    void add(Counter counter) {
        adder(counter).increment();
    }

    long get(Counter counter) {
        return adder(counter).sum();
    }

    /** Open connections; not reset by {@code stats reset}. */
    AtomicLong connections() {
        return connections;
    }

    void reset() {
        counts.values().forEach(LongAdder::reset);
    }

    private LongAdder adder(Counter counter) {
        LongAdder adder = counts.get(counter);
        if (adder == null) {
            throw new IllegalStateException("counter [" + counter + "] is unknown");
        }
        return adder;
    }
}
