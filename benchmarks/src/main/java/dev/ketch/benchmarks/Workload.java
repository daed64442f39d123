// SPDX-License-Identifier: Apache-2.0
package dev.ketch.benchmarks;

import dev.ketch.benchmarks.load.AsyncBenchmark;
import dev.ketch.benchmarks.load.GetBenchmark;
import dev.ketch.benchmarks.load.MultiGetBenchmark;
import dev.ketch.benchmarks.load.SetBenchmark;
import dev.ketch.benchmarks.load.VirtualThreadsBenchmark;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** What callers do, and how many of them there are. */
enum Workload {
    GET("get", "get", GetBenchmark.class),
    SET("set", "set", SetBenchmark.class),
    MULTI_GET("mget", "get of 100 keys", MultiGetBenchmark.class),
    ASYNC("async", "get, 256 under way", AsyncBenchmark.class),
    VIRTUAL("virtual", "get, virtual threads", VirtualThreadsBenchmark.class);

    /** As many callers in {@link #VIRTUAL}. */
    static final int CROWD = 10_000;

    private static final int MOST_BATCHING_THREADS = 16;

    private final String label;
    private final String title;
    private final Class<?> benchmark;

    Workload(String label, String title, Class<?> benchmark) {
        this.label = label;
        this.title = title;
        this.benchmark = benchmark;
    }

    /** The name in options. */
    String label() {
        return label;
    }

    /** The name in tables. */
    String title() {
        return title;
    }

    /** A pattern that fits this benchmark only. */
    String include() {
        return "\\." + benchmark.getSimpleName() + "\\.";
    }

    /** Of the numbers of threads asked for, those that it is run with. */
    List<Integer> callers(List<Integer> threads) {
        return switch (this) {
            case GET, SET -> threads;
            case MULTI_GET ->
                threads.stream().filter(t -> t <= MOST_BATCHING_THREADS).collect(Collectors.toList());
            case ASYNC -> List.of(1);
            case VIRTUAL -> List.of(CROWD);
        };
    }

    /** How many threads JMH runs it with. */
    int jmhThreads(int callers) {
        return this == VIRTUAL ? 1 : callers;
    }

    /** How many operations one of JMH's is. */
    int operations() {
        return this == VIRTUAL ? CROWD * VirtualThreadsBenchmark.GETS_EACH : 1;
    }

    /** @throws IllegalArgumentException if there is no such workload; the message names those there are */
    static Workload named(String label) {
        return Arrays.stream(values())
                .filter(w -> w.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("workload [" + label + "] is unknown; there are "
                        + Arrays.stream(values()).map(Workload::label).collect(Collectors.joining(", "))));
    }
}
