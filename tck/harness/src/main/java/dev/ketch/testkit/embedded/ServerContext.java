// SPDX-License-Identifier: Apache-2.0
package dev.ketch.testkit.embedded;

import java.util.concurrent.atomic.AtomicBoolean;

/** What the connections of one server share. */
final class ServerContext {
    private final ServerSettings settings;
    private final ServerClock clock;
    private final Counters counters = new Counters();
    private final ItemStore store;
    private final Statistics statistics;
    private final AtomicBoolean crawlerEnabled = new AtomicBoolean(true);
    private final AtomicBoolean crawling = new AtomicBoolean();

    ServerContext(ServerSettings settings, ServerClock clock) {
        this.settings = settings;
        this.clock = clock;
        this.store = new ItemStore(settings, clock, counters);
        this.statistics = new Statistics(settings, clock, counters, store, crawlerEnabled);
    }

    ServerSettings settings() {
        return settings;
    }

    ServerClock clock() {
        return clock;
    }

    Counters counters() {
        return counters;
    }

    ItemStore store() {
        return store;
    }

    Statistics statistics() {
        return statistics;
    }

    /** Whether {@code lru_crawler metadump} is allowed. */
    AtomicBoolean crawlerEnabled() {
        return crawlerEnabled;
    }

    /** Set while a metadump runs: memcached walks for one client at a time. */
    AtomicBoolean crawling() {
        return crawling;
    }
}
