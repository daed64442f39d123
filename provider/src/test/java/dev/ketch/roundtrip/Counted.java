// SPDX-License-Identifier: Apache-2.0
package dev.ketch.roundtrip;

import java.util.List;
import java.util.Map;

/** The commands that {@code stats} of memcached counts. */
enum Counted {
    /** GETs of items and of generation counters. */
    GET("cmd_get"),
    /** Those that found something. */
    HITS("get_hits"),
    /** SETs and ADDs, done or refused. */
    SET("cmd_set"),
    /** SETs with a CAS that were done. */
    CAS("cas_hits"),
    /** SETs with a CAS that came too late. */
    LOST("cas_misses", "cas_badval"),
    /** TOUCHes and GATs. */
    TOUCH("cmd_touch"),
    /** DELETEs, but for those that a CAS has kept from it. */
    DELETE("delete_hits", "delete_misses"),
    /** INCREMENTs. */
    INCR("incr_hits", "incr_misses");

    private final List<String> names;

    Counted(String... names) {
        this.names = List.of(names);
    }

    long of(Map<String, String> stats) {
        return names.stream().mapToLong(name -> Long.parseLong(stats.get(name))).sum();
    }
}
