// SPDX-License-Identifier: Apache-2.0
package dev.ketch.roundtrip;

import static dev.ketch.roundtrip.Counted.CAS;
import static dev.ketch.roundtrip.Counted.DELETE;
import static dev.ketch.roundtrip.Counted.GET;
import static dev.ketch.roundtrip.Counted.HITS;
import static dev.ketch.roundtrip.Counted.LOST;
import static dev.ketch.roundtrip.Counted.SET;
import static dev.ketch.roundtrip.Counted.TOUCH;

import java.util.List;
import java.util.stream.Stream;

/** What operations cost that depend on what is there, and those that remove one entry. */
final class ChangeRows {
    private ChangeRows() {}

    static List<Row> all() {
        return Stream.of(changes(), removals()).flatMap(List::stream).toList();
    }

    private static List<Row> changes() {
        return List.of(
                Row.of("getAndPut", Rows.THERE)
                        .does(p -> p.cache().getAndPut(p.one(), "w"))
                        .takes(1, 1)
                        .and(GET, 2)
                        .and(HITS, 2)
                        .and(SET, 1)
                        .and(CAS, 1),
                Row.of("getAndPut", Rows.ABSENT)
                        .does(p -> p.cache().getAndPut(p.none(), "w"))
                        .takes(1, 1)
                        .and(GET, 3)
                        .and(HITS, 2)
                        .and(SET, 1),
                Row.of("getAndPut", Rows.OVERTAKEN)
                        .does(p -> {
                            p.before(2, () -> p.other().put(p.one(), "faster"));
                            p.cache().getAndPut(p.one(), "w");
                        })
                        .takes(1, 1, 1, 1)
                        .and(GET, 4)
                        .and(HITS, 4)
                        .and(SET, 2)
                        .and(CAS, 1)
                        .and(LOST, 1),
                Row.of("getAndPut", Rows.CLEARED)
                        .after(p -> p.other().clear())
                        .does(p -> p.cache().getAndPut(p.one(), "w"))
                        .takes(1, 1)
                        .and(GET, 2)
                        .and(HITS, 2)
                        .and(SET, 1)
                        .and(CAS, 1),
                Row.of("getAndPut", "raw values")
                        .everywhere(c -> c.setSerializer("string"))
                        .does(p -> p.cache().getAndPut(p.one(), "w"))
                        .takes(1, 1)
                        .and(GET, 3)
                        .and(HITS, 3)
                        .and(SET, 1)
                        .and(CAS, 1),
                Row.of("getAndReplace", Rows.THERE)
                        .does(p -> p.cache().getAndReplace(p.one(), "w"))
                        .takes(1, 1)
                        .and(GET, 2)
                        .and(HITS, 2)
                        .and(SET, 1)
                        .and(CAS, 1),
                Row.of("replace(k, v)", Rows.THERE)
                        .does(p -> p.cache().replace(p.one(), "w"))
                        .takes(1, 1)
                        .and(GET, 2)
                        .and(HITS, 2)
                        .and(SET, 1)
                        .and(CAS, 1),
                Row.of("replace, getAndReplace", Rows.ABSENT)
                        .does(p -> p.cache().replace(p.none(), "w"))
                        .does(p -> p.cache().getAndReplace(p.none(), "w"))
                        .takes(1)
                        .and(GET, 2)
                        .and(HITS, 1),
                Row.of("replace(k, old, new)", "the value is the old one")
                        .does(p -> p.cache().replace(p.one(), "v", "w"))
                        .takes(1, 1)
                        .and(GET, 2)
                        .and(HITS, 2)
                        .and(SET, 1)
                        .and(CAS, 1),
                Row.of("replace(k, old, new)", "it is another")
                        .does(p -> p.cache().replace(p.one(), "x", "w"))
                        .takes(1)
                        .and(GET, 2)
                        .and(HITS, 2),
                Row.of("replace(k, v)", Rows.OVERTAKEN)
                        .does(p -> {
                            p.before(2, () -> p.other().put(p.one(), "faster"));
                            p.cache().replace(p.one(), "w");
                        })
                        .takes(1, 1, 1, 1)
                        .and(GET, 4)
                        .and(HITS, 4)
                        .and(SET, 2)
                        .and(CAS, 1)
                        .and(LOST, 1),
                Row.of("replace(k, old, new)", "it was, " + Rows.OVERTAKEN)
                        .does(p -> {
                            p.before(2, () -> p.other().put(p.one(), "faster"));
                            p.cache().replace(p.one(), "v", "w");
                        })
                        .takes(1, 1, 1)
                        .and(GET, 4)
                        .and(HITS, 4)
                        .and(SET, 1)
                        .and(LOST, 1),
                Row.of("invoke", "it reads")
                        .does(p -> p.cache().invoke(p.one(), (entry, arguments) -> entry.getValue()))
                        .takes(1)
                        .and(GET, 2)
                        .and(HITS, 2),
                Row.of("invoke", "it sets the value")
                        .does(p -> p.cache().invoke(p.one(), UserCode.SETTING))
                        .takes(1, 1)
                        .and(GET, 2)
                        .and(HITS, 2)
                        .and(SET, 1)
                        .and(CAS, 1),
                Row.of("invoke", "it creates the entry")
                        .does(p -> p.cache().invoke(p.none(), UserCode.SETTING))
                        .takes(1, 1)
                        .and(GET, 3)
                        .and(HITS, 2)
                        .and(SET, 1),
                Row.of("invoke", "it removes the entry")
                        .does(p -> p.cache().invoke(p.one(), UserCode.REMOVING))
                        .takes(1, 1)
                        .and(GET, 2)
                        .and(HITS, 2)
                        .and(DELETE, 1),
                Row.of("invoke", "it sets the value, " + Rows.OVERTAKEN)
                        .does(p -> {
                            p.before(2, () -> p.other().put(p.one(), "faster"));
                            p.cache().invoke(p.one(), UserCode.SETTING);
                        })
                        .takes(1, 1, 1, 1)
                        .and(GET, 4)
                        .and(HITS, 4)
                        .and(SET, 2)
                        .and(CAS, 1)
                        .and(LOST, 1));
    }

    private static List<Row> removals() {
        return List.of(
                Row.of("remove(k)", Rows.THERE)
                        .does(p -> p.cache().remove(p.one()))
                        .takes(1)
                        .and(GET, 2)
                        .and(HITS, 2)
                        .and(TOUCH, 1),
                Row.of("remove(k)", Rows.ABSENT)
                        .does(p -> p.cache().remove(p.none()))
                        .takes(1)
                        .and(GET, 2)
                        .and(HITS, 2)
                        .and(TOUCH, 1),
                Row.of("remove(k)", Rows.DEAD)
                        .after(p -> p.other().clear())
                        .does(p -> p.cache().remove(p.one()))
                        .takes(1)
                        .and(GET, 2)
                        .and(HITS, 2)
                        .and(TOUCH, 1),
                Row.of("remove(k)", "a listener to removals, or write-through", UserCode::listening, UserCode::writing)
                        .does(p -> p.cache().remove(p.one()))
                        .takes(1, 1)
                        .and(GET, 2)
                        .and(HITS, 2)
                        .and(DELETE, 1),
                Row.of("getAndRemove", Rows.THERE)
                        .does(p -> p.cache().getAndRemove(p.one()))
                        .takes(1, 1)
                        .and(GET, 2)
                        .and(HITS, 2)
                        .and(DELETE, 1),
                Row.of("getAndRemove", Rows.ABSENT)
                        .does(p -> p.cache().getAndRemove(p.none()))
                        .takes(1)
                        .and(GET, 2)
                        .and(HITS, 1),
                Row.of("getAndRemove", Rows.OVERTAKEN)
                        .does(p -> {
                            p.before(2, () -> p.other().put(p.one(), "faster"));
                            p.cache().getAndRemove(p.one());
                        })
                        .takes(1, 1, 1, 1)
                        .and(GET, 4)
                        .and(HITS, 4)
                        .and(DELETE, 1),
                Row.of("remove(k, old)", "the value is the old one")
                        .does(p -> p.cache().remove(p.one(), "v"))
                        .takes(1, 1)
                        .and(GET, 2)
                        .and(HITS, 2)
                        .and(DELETE, 1),
                Row.of("remove(k, old)", "it is another")
                        .does(p -> p.cache().remove(p.one(), "x"))
                        .takes(1)
                        .and(GET, 2)
                        .and(HITS, 2),
                Row.of("remove(k, old)", "it was, " + Rows.OVERTAKEN)
                        .does(p -> {
                            p.before(2, () -> p.other().put(p.one(), "faster"));
                            p.cache().remove(p.one(), "v");
                        })
                        .takes(1, 1, 1)
                        .and(GET, 4)
                        .and(HITS, 4));
    }
}
