// SPDX-License-Identifier: Apache-2.0
package dev.ketch.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** All results of a comparison, and how they are shown. Used by one thread. */
final class Table {
    private static final String HEAD = """
            | workload | callers | client | ops/s | spread | p50 µs | p99 µs |
            |---|---:|---|---:|---:|---:|---:|
            """;

    private final CompareOptions options;
    private final Map<Contestant, List<Result>> results = new LinkedHashMap<>();

    Table(CompareOptions options) {
        this.options = options;
    }

    void add(Contestant contestant, List<Result> more) {
        results.computeIfAbsent(contestant, c -> new ArrayList<>()).addAll(more);
    }

    /** Markdown, by workload and callers, the contestants in the order of the options. */
    String markdown() {
        StringBuilder text = new StringBuilder(HEAD);
        for (Cell cell : options.cells()) {
            for (Contestant contestant : options.contestants()) {
                text.append(String.format(
                        Locale.ROOT,
                        "| %s | %d | %s | %s |%n",
                        cell.workload().title(),
                        cell.callers(),
                        contestant.label(),
                        figures(contestant, cell)));
            }
        }
        return text.toString();
    }

    private String figures(Contestant contestant, Cell cell) {
        String obstacle = contestant.obstacle(cell).orElse("");
        if (!obstacle.isEmpty()) {
            return "NOT RUN: " + obstacle + " | | |";
        }
        List<Result> all = results.getOrDefault(contestant, List.of()).stream()
                .filter(r -> r.cell().equals(cell))
                .collect(Collectors.toList());
        List<Result> failed = all.stream().filter(Result::isFailed).collect(Collectors.toList());
        if (!failed.isEmpty() || all.isEmpty()) {
            String why =
                    failed.isEmpty() ? "no result" : failed.get(0).failure().replace('|', '/');
            return "FAILED in " + failed.size() + " of " + all.size() + " rounds: " + why + " | | |";
        }
        Summary summary = Summary.of(all);
        return String.format(
                Locale.ROOT,
                "%,.0f | %.0f %% | %.1f | %.1f",
                summary.opsPerSecond(),
                summary.spread() * 100,
                summary.p50Micros(),
                summary.p99Micros());
    }
}
