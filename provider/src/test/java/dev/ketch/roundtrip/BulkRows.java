// SPDX-License-Identifier: Apache-2.0
package dev.ketch.roundtrip;

import static dev.ketch.roundtrip.Counted.CAS;
import static dev.ketch.roundtrip.Counted.DELETE;
import static dev.ketch.roundtrip.Counted.GET;
import static dev.ketch.roundtrip.Counted.HITS;
import static dev.ketch.roundtrip.Counted.LOST;
import static dev.ketch.roundtrip.Counted.SET;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/** What operations on many entries cost. */
final class BulkRows {
    private static final String ONE_SERVER = "10 keys on one server";
    private static final String EACH = "10 keys on each server";
    private static final String MANY = "600 keys on one server";

    private BulkRows() {}

    static List<Row> all() {
        return Stream.of(reads(), loads(), puts(), removals(), processors())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Row> reads() {
        return List.of(
                Row.of("getAll", ONE_SERVER)
                        .does(p -> p.cache().getAll(p.thereOnOne()))
                        .takes(1)
                        .and(GET, 11)
                        .and(HITS, 11),
                Row.of("getAll", EACH)
                        .does(p -> p.cache().getAll(p.there()))
                        .takes(2)
                        .and(GET, 22)
                        .and(HITS, 22),
                Row.of("getAll", MANY)
                        .does(p -> p.cache().getAll(p.manyOnOne(600)))
                        .takesLong(2, 1)
                        .and(GET, 603)
                        .and(HITS, 3));
    }

    private static List<Row> loads() {
        return List.of(
                Row.of("getAll", "read-through, " + EACH + ", none there", UserCode::loading)
                        .does(p -> p.cache().getAll(p.missing()))
                        .takes(2, 2)
                        .and(GET, 22)
                        .and(HITS, 2)
                        .and(SET, 20),
                Row.of("loadAll", EACH + ", none there", UserCode::loading)
                        .does(p -> p.cache()
                                .loadAllAsync(p.missing(), false)
                                .toCompletableFuture()
                                .join())
                        .takes(2, 2)
                        .and(GET, 22)
                        .and(HITS, 2)
                        .and(SET, 20),
                Row.of("loadAll", "over dead items, " + EACH, UserCode::loading)
                        .after(p -> p.other().clear())
                        .does(p -> p.cache()
                                .loadAllAsync(p.there(), false)
                                .toCompletableFuture()
                                .join())
                        .takes(2, 2)
                        .and(GET, 22)
                        .and(HITS, 22)
                        .and(SET, 20)
                        .and(CAS, 20),
                Row.of("loadAll", EACH + ", all there, replacing", UserCode::loading)
                        .does(p -> p.cache()
                                .loadAllAsync(p.there(), true)
                                .toCompletableFuture()
                                .join())
                        .takes(2, 2)
                        .and(GET, 22)
                        .and(HITS, 22)
                        .and(SET, 20)
                        .and(CAS, 20));
    }

    private static List<Row> puts() {
        return List.of(
                putAll(Row.of("putAll", EACH)).takes(2).and(GET, 4).and(HITS, 4).and(SET, 20),
                Row.of("putAll", MANY)
                        .does(p -> p.cache().putAll(Place.entries(p.manyOnOne(600))))
                        .takesLong(2, 1)
                        .and(GET, 6)
                        .and(HITS, 6)
                        .and(SET, 600),
                putAll(Row.of("putAll", "statistics on, " + EACH, c -> c.setStatisticsEnabled(true)))
                        .takes(2)
                        .and(GET, 4)
                        .and(HITS, 4)
                        .and(SET, 20),
                putAll(Row.of("putAll", Rows.CLEARED + ", " + EACH)
                                .after(p -> p.other().clear()))
                        .takes(2, 2)
                        .and(GET, 8)
                        .and(HITS, 8)
                        .and(SET, 40),
                putAll(Row.of("putAll", "policy created or accessed, " + EACH, UserCode::created, UserCode::accessed))
                        .takes(2, 2)
                        .and(GET, 22)
                        .and(HITS, 22)
                        .and(SET, 20)
                        .and(CAS, 20),
                putAll(Row.of("putAll", "a listener to puts, " + EACH, UserCode::listening))
                        .takes(2, 2)
                        .and(GET, 22)
                        .and(HITS, 22)
                        .and(SET, 20)
                        .and(CAS, 20),
                putAll(Row.of("putAll", "write-through, " + EACH, UserCode::writing))
                        .takes(2, 2)
                        .and(GET, 22)
                        .and(HITS, 22)
                        .and(SET, 20)
                        .and(CAS, 20));
    }

    private static Row putAll(Row row) {
        return row.does(p -> p.cache().putAll(Place.entries(p.there())));
    }

    private static List<Row> removals() {
        return List.of(
                removeAll(Row.of("removeAll(keys)", EACH)).takes(2).and(DELETE, 20),
                Row.of("removeAll(keys)", MANY)
                        .does(p -> p.cache().removeAll(p.manyOnOne(600)))
                        .takesLong(2, 1)
                        // A DELETEQ for each key, and a NOOP at the end of each packet.
                        .sends(p -> p.bytesOf(p.manyOnOne(600), 24) + 3 * 24)
                        .and(DELETE, 600),
                removeAll(Row.of("removeAll(keys)", "statistics on, " + EACH, c -> c.setStatisticsEnabled(true)))
                        .takes(2, 2)
                        .and(GET, 22)
                        .and(HITS, 22)
                        .and(DELETE, 20),
                removeAll(Row.of("removeAll(keys)", "a listener to removals, " + EACH, UserCode::listening))
                        .takes(2, 2)
                        .and(GET, 22)
                        .and(HITS, 22)
                        .and(DELETE, 20),
                removeAll(Row.of("removeAll(keys)", "write-through, " + EACH, UserCode::writing))
                        .takes(2, 2)
                        .and(GET, 22)
                        .and(HITS, 22)
                        .and(DELETE, 20));
    }

    private static Row removeAll(Row row) {
        return row.does(p -> p.cache().removeAll(p.there()));
    }

    private static List<Row> processors() {
        return List.of(
                Row.of("invokeAll", "they set the value, " + EACH)
                        .does(p -> p.cache().invokeAll(p.there(), UserCode.SETTING))
                        .takes(2, 2)
                        .and(GET, 22)
                        .and(HITS, 22)
                        .and(SET, 20)
                        .and(CAS, 20),
                Row.of("invokeAll", "the same, another JVM was faster at one key")
                        .does(p -> {
                            AtomicBoolean faster = new AtomicBoolean(true);
                            p.cache().invokeAll(p.there(), (entry, arguments) -> {
                                if (entry.getKey().equals(p.one()) && faster.getAndSet(false)) {
                                    p.aside(() -> p.other().put(p.one(), "faster"));
                                }
                                entry.setValue("set");
                                return "done";
                            });
                        })
                        .takes(2, 2, 1, 1)
                        .and(GET, 24)
                        .and(HITS, 24)
                        .and(SET, 21)
                        .and(CAS, 20)
                        .and(LOST, 1));
    }
}
