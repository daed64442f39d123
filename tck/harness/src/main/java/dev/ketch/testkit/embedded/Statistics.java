// SPDX-License-Identifier: Apache-2.0
package dev.ketch.testkit.embedded;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The {@code stats} of a server, under memcached's names. */
final class Statistics {
    /** One line of an answer. */
    record Statistic(String name, String value) {}

    private final ServerSettings settings;
    private final ServerClock clock;
    private final Counters counters;
    private final ItemStore store;
    private final AtomicBoolean crawlerEnabled;

    Statistics(
            ServerSettings settings,
            ServerClock clock,
            Counters counters,
            ItemStore store,
            AtomicBoolean crawlerEnabled) {
        this.settings = settings;
        this.clock = clock;
        this.counters = counters;
        this.store = store;
        this.crawlerEnabled = crawlerEnabled;
    }

    /** Returns a group of statistics, the general ones if it is empty; null if there is none of this name. */
    @Nullable
    List<Statistic> group(String name) {
        return switch (name) {
            case "" -> general();
            case "settings" -> settings();
            case "items" -> items();
            case "reset" -> reset();
            default -> null;
        };
    }

    private List<Statistic> general() {
        Lines lines = new Lines();
        lines.add("pid", ProcessHandle.current().pid());
        lines.add("uptime", clock.uptime());
        lines.add("time", clock.now());
        lines.add("version", EmbeddedMemcached.VERSION);
        lines.add("pointer_size", 64);
        lines.add("max_connections", settings.maxConnections());
        lines.add("curr_connections", counters.connections().get());
        for (Counters.Counter counter : Counters.Counter.values()) {
            lines.add(counter.statistic(), counters.get(counter));
        }
        // Never counted for binary commands, and there are no other stores here.
        lines.add("store_too_large", 0);
        lines.add("store_no_memory", 0);
        lines.add("auth_cmds", 0);
        lines.add("auth_errors", 0);
        lines.add("limit_maxbytes", settings.maxBytes());
        lines.add("accepting_conns", 1);
        lines.add("listen_disabled_num", 0);
        lines.add("threads", counters.connections().get());
        lines.add("hash_is_expanding", 0);
        lines.add("bytes", store.bytes());
        lines.add("curr_items", store.count());
        return lines.list();
    }

    private List<Statistic> settings() {
        Lines lines = new Lines();
        lines.add("maxbytes", settings.maxBytes());
        lines.add("maxconns", settings.maxConnections());
        lines.add("tcpport", settings.port());
        lines.add("udpport", 0);
        lines.add("evictions", "on");
        lines.add("num_threads", counters.connections().get());
        lines.add("cas_enabled", "yes");
        lines.add("tcp_backlog", 1024);
        lines.add("binding_protocol", "auto-negotiate");
        lines.add("auth_enabled_sasl", "no");
        lines.add("auth_enabled_ascii", "no");
        lines.add("item_size_max", settings.itemSizeMax());
        lines.add("maxconns_fast", "yes");
        lines.add("lru_crawler", crawlerEnabled.get() ? "yes" : "no");
        lines.add("flush_enabled", "yes");
        lines.add("dump_enabled", "yes");
        lines.add("idle_timeout", 0);
        lines.add("ssl_enabled", "no");
        return lines.list();
    }

    private List<Statistic> items() {
        Map<Integer, long[]> classes = new TreeMap<>();
        store.items().forEach((key, item) -> {
            long size = item.size(key.length());
            long[] sums = classes.computeIfAbsent(SlabClasses.of(size), id -> new long[2]);
            sums[0]++;
            sums[1] += size;
        });
        Lines lines = new Lines();
        classes.forEach((id, sums) -> {
            lines.add("items:" + id + ":number", sums[0]);
            lines.add("items:" + id + ":mem_requested", sums[1]);
        });
        return lines.list();
    }

    private List<Statistic> reset() {
        counters.reset();
        return List.of();
    }

    private static final class Lines {
        private final List<Statistic> lines = new ArrayList<>();

        void add(String name, long value) {
            add(name, Long.toString(value));
        }

        void add(String name, String value) {
            lines.add(new Statistic(name, value));
        }

        List<Statistic> list() {
            return lines;
        }
    }
}
