// SPDX-License-Identifier: Apache-2.0
package dev.ketch.roundtrip;

import static dev.ketch.roundtrip.Counted.CAS;
import static dev.ketch.roundtrip.Counted.GET;
import static dev.ketch.roundtrip.Counted.HITS;
import static dev.ketch.roundtrip.Counted.INCR;
import static dev.ketch.roundtrip.Counted.SET;
import static dev.ketch.roundtrip.Counted.TOUCH;

import dev.ketch.RawKeys;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** What every operation costs: here those that read, put or create one entry, and those of the whole cache. */
final class Rows {
    static final String FIRST = "this JVM's first, the counter there";
    static final String THERE = "the entry there";
    static final String ABSENT = "none there";
    static final String DEAD = "over a dead item";
    static final String CLEARED = "cleared by another JVM since";
    static final String OVERTAKEN = "another JVM was faster once";

    private Rows() {}

    static List<Row> all() {
        return Stream.of(reads(), puts(), creations(), ChangeRows.all(), BulkRows.all(), accesses(), clears())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Row> reads() {
        return List.of(
                Row.of("get", THERE)
                        .does(p -> p.cache().get(p.one()))
                        .takes(1)
                        .and(GET, 2)
                        .and(HITS, 2),
                Row.of("get", ABSENT)
                        .does(p -> p.cache().get(p.none()))
                        .takes(1)
                        .and(GET, 2)
                        .and(HITS, 1),
                Row.of("get", CLEARED)
                        .after(p -> p.other().clear())
                        .does(p -> p.cache().get(p.one()))
                        .takes(1)
                        .and(GET, 2)
                        .and(HITS, 2),
                Row.of("get", FIRST)
                        .first()
                        .after(p -> p.other().put(p.one(), "v"))
                        .does(p -> p.cache().get(p.one()))
                        .takes(1)
                        .and(GET, 2)
                        .and(HITS, 2),
                Row.of("get", "raw values, plain keys")
                        .everywhere(c -> c.setSerializer("string").setRawKeys(RawKeys.PLAIN))
                        .does(p -> p.cache().get(p.one()))
                        .takes(1)
                        .and(GET, 1)
                        .and(HITS, 1),
                Row.of("containsKey", THERE)
                        .does(p -> p.cache().containsKey(p.one()))
                        .takes(1)
                        .and(GET, 2)
                        .and(HITS, 2),
                Row.of("containsKey", ABSENT)
                        .does(p -> p.cache().containsKey(p.none()))
                        .takes(1)
                        .and(GET, 2)
                        .and(HITS, 1),
                Row.of("get", "read-through, the loader has it", UserCode::loading)
                        .does(p -> p.cache().get(p.none()))
                        .takes(1, 1)
                        .and(GET, 3)
                        .and(HITS, 2)
                        .and(SET, 1),
                Row.of("get", "read-through, the loader has it, " + DEAD, UserCode::loading)
                        .after(p -> p.other().clear())
                        .does(p -> p.cache().get(p.one()))
                        .takes(1, 1)
                        .and(GET, 2)
                        .and(HITS, 2)
                        .and(SET, 1)
                        .and(CAS, 1),
                Row.of("get", "read-through, the loader has none", UserCode::loadingNothing)
                        .does(p -> p.cache().get(p.none()))
                        .takes(1)
                        .and(GET, 2)
                        .and(HITS, 1));
    }

    private static List<Row> puts() {
        return List.of(
                put("whatever there").takes(1).and(GET, 1).and(HITS, 1).and(SET, 1),
                Row.of("put", "with a time to live, whatever there")
                        .does(p -> p.cache().put(p.one(), "w", Duration.ofMinutes(1)))
                        .takes(1)
                        .and(GET, 1)
                        .and(HITS, 1)
                        .and(SET, 1),
                Row.of("put", "statistics on", c -> c.setStatisticsEnabled(true))
                        .does(p -> p.cache().put(p.one(), "w"))
                        .takes(1)
                        .and(GET, 1)
                        .and(HITS, 1)
                        .and(SET, 1),
                Row.of("put", "policy modified or touched", UserCode::modified, UserCode::touched)
                        .does(p -> p.cache().put(p.one(), "w"))
                        .takes(1)
                        .and(GET, 1)
                        .and(HITS, 1)
                        .and(SET, 1),
                put(CLEARED)
                        .after(p -> p.other().clear())
                        .takes(1, 1)
                        .and(GET, 2)
                        .and(HITS, 2)
                        .and(SET, 2),
                put(FIRST)
                        .first()
                        .after(p -> p.other().put(p.one(), "v"))
                        .takes(1, 1)
                        .and(GET, 2)
                        .and(HITS, 2)
                        .and(SET, 1),
                put("the first of any JVM, no counter there yet")
                        .first()
                        .takes(1, 1, 1)
                        .and(GET, 3)
                        .and(HITS, 2)
                        .and(SET, 2),
                Row.of("put", "policy created or accessed, " + THERE, UserCode::created, UserCode::accessed)
                        .does(p -> p.cache().put(p.one(), "w"))
                        .takes(1, 1)
                        .and(GET, 2)
                        .and(HITS, 2)
                        .and(SET, 1)
                        .and(CAS, 1),
                Row.of("put", "policy created or accessed, " + ABSENT, UserCode::created, UserCode::accessed)
                        .does(p -> p.cache().put(p.none(), "w"))
                        .takes(1, 1)
                        .and(GET, 3)
                        .and(HITS, 2)
                        .and(SET, 1),
                Row.of("put", "a policy of your own", UserCode::ownPolicy)
                        .does(p -> p.cache().put(p.one(), "w"))
                        .takes(1, 1)
                        .and(GET, 2)
                        .and(HITS, 2)
                        .and(SET, 1)
                        .and(CAS, 1),
                Row.of("put", "a listener to puts", UserCode::listening)
                        .does(p -> p.cache().put(p.one(), "w"))
                        .takes(1, 1)
                        .and(GET, 2)
                        .and(HITS, 2)
                        .and(SET, 1)
                        .and(CAS, 1),
                Row.of("put", "write-through", UserCode::writing)
                        .does(p -> p.cache().put(p.one(), "w"))
                        .takes(1, 1)
                        .and(GET, 2)
                        .and(HITS, 2)
                        .and(SET, 1)
                        .and(CAS, 1),
                Row.of("put", "write-through, " + OVERTAKEN, UserCode::writing)
                        .does(p -> {
                            p.before(2, () -> p.other().put(p.one(), "faster"));
                            p.cache().put(p.one(), "w");
                        })
                        .takes(1, 1, 1, 1)
                        .and(GET, 4)
                        .and(HITS, 4)
                        .and(SET, 2)
                        .and(CAS, 1)
                        .and(Counted.LOST, 1));
    }

    private static Row put(String when) {
        return Row.of("put", when).does(p -> p.cache().put(p.one(), "w"));
    }

    private static List<Row> creations() {
        return List.of(
                Row.of("putIfAbsent", ABSENT)
                        .does(p -> p.cache().putIfAbsent(p.none(), "w"))
                        .takes(1)
                        .and(GET, 2)
                        .and(HITS, 2)
                        .and(SET, 1),
                Row.of("putIfAbsent", THERE)
                        .does(p -> p.cache().putIfAbsent(p.one(), "w"))
                        .takes(1)
                        .and(GET, 2)
                        .and(HITS, 2)
                        .and(SET, 1),
                Row.of("putIfAbsent", DEAD)
                        .after(p -> p.other().clear())
                        .does(p -> p.cache().putIfAbsent(p.one(), "w"))
                        .takes(1, 1)
                        .and(GET, 2)
                        .and(HITS, 2)
                        .and(SET, 2)
                        .and(CAS, 1),
                Row.of("putIfAbsent", "write-through or a policy of your own", UserCode::writing, UserCode::ownPolicy)
                        .does(p -> p.cache().putIfAbsent(p.none(), "w"))
                        .takes(1, 1)
                        .and(GET, 3)
                        .and(HITS, 2)
                        .and(SET, 1));
    }

    /** What an access costs where it moves the deadline. */
    private static List<Row> accesses() {
        return List.of(
                Row.of("get", "policy touched, " + THERE, UserCode::touched)
                        .after(p -> p.cache().put(p.one(), "v"))
                        .does(p -> p.cache().get(p.one()))
                        .takes(1)
                        .and(GET, 1)
                        .and(HITS, 1)
                        .and(TOUCH, 1),
                Row.of("get", "policy touched, " + ABSENT, UserCode::touched)
                        .does(p -> p.cache().get(p.none()))
                        .takes(1)
                        .and(GET, 1)
                        .and(HITS, 1)
                        .and(TOUCH, 1),
                Row.of("get", "policy touched, 9 s, " + THERE, UserCode::touchedBriefly)
                        .does(p -> p.cache().get(p.one()))
                        .takes(1, 1)
                        .and(GET, 2)
                        .and(HITS, 2)
                        .and(SET, 1)
                        .and(CAS, 1),
                Row.of("get", "policy accessed, " + THERE, UserCode::accessed)
                        .does(p -> p.cache().get(p.one()))
                        .takes(1, 1)
                        .and(GET, 2)
                        .and(HITS, 2)
                        .and(SET, 1)
                        .and(CAS, 1),
                Row.of("get", "policy accessed, " + ABSENT, UserCode::accessed)
                        .does(p -> p.cache().get(p.none()))
                        .takes(1)
                        .and(GET, 2)
                        .and(HITS, 1),
                Row.of("get", "a policy of your own, unmoved by accesses", UserCode::ownPolicy)
                        .does(p -> p.cache().get(p.one()))
                        .takes(1)
                        .and(GET, 2)
                        .and(HITS, 2),
                Row.of("getAll", "policy touched, 10 keys on each server", UserCode::touched)
                        .after(p -> p.cache().putAll(Place.entries(p.there())))
                        .does(p -> p.cache().getAll(p.there()))
                        .takes(2)
                        .and(GET, 2)
                        .and(HITS, 2)
                        .and(TOUCH, 20),
                Row.of("getAll", "policy accessed, 10 keys on each server", UserCode::accessed)
                        .does(p -> p.cache().getAll(p.there()))
                        .takes(2, 2)
                        .and(GET, 22)
                        .and(HITS, 22)
                        .and(SET, 20)
                        .and(CAS, 20),
                Row.of("invoke", "policy touched, it reads", UserCode::touched)
                        .does(p -> p.cache().invoke(p.one(), (entry, arguments) -> entry.getValue()))
                        .takes(1, 1)
                        .and(GET, 2)
                        .and(HITS, 2)
                        .and(SET, 1)
                        .and(CAS, 1),
                Row.of("replace(k, old, new)", "policy touched, it is another", UserCode::touched)
                        .does(p -> p.cache().replace(p.one(), "x", "w"))
                        .takes(1, 1)
                        .and(GET, 2)
                        .and(HITS, 2)
                        .and(SET, 1)
                        .and(CAS, 1));
    }

    private static List<Row> clears() {
        return List.of(
                Row.of("clear", "two servers, any number of entries")
                        .does(p -> p.cache().clear())
                        .takes(2)
                        .and(INCR, 2),
                Row.of("removeAll()", "nobody wants to hear of each entry")
                        .does(p -> p.cache().removeAll())
                        .takes(2)
                        .and(INCR, 2),
                Row.of("destroyCache", "two servers")
                        .does(Place::destroy)
                        .takes(2)
                        .and(INCR, 2));
    }
}
