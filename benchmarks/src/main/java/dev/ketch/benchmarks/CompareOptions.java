// SPDX-License-Identifier: Apache-2.0
package dev.ketch.benchmarks;

import dev.ketch.benchmarks.client.ClientKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What is to be compared. Immutable.
 *
 * @param warmupMillis before each cell
 * @param measureMillis of each cell
 */
record CompareOptions(List<Contestant> contestants, List<Cell> cells, int rounds, int warmupMillis, int measureMillis) {
    private static final String SWEEP_D = "0,1,2,4,8";
    private static final String SWEEP_K = "1,2,4,8";
    private static final int MOST_SWEPT = 64;
    private static final String D = "ketch.directConnections";
    private static final String K = "ketch.batchesInFlight";
    private static final int MOST_THREADS = 1_024;

    /**
     * Reads system properties.
     *
     * @throws IllegalArgumentException if one cannot be used; the message says what to write instead
     */
    static CompareOptions of(Properties properties) {
        boolean quick = isOn(properties, "quick");
        List<Contestant> contestants = isOn(properties, "sweep") ? sweep(properties) : contestants(properties);
        String defaultThreads = quick ? "4,64" : "1,4,16,64";
        List<Integer> threads = list(properties, "threads", defaultThreads, t -> number("threads", t, MOST_THREADS));
        String all = Arrays.stream(Workload.values()).map(Workload::label).collect(Collectors.joining(","));
        List<Cell> cells = new ArrayList<>();
        for (Workload workload : list(properties, "workloads", all, Workload::named)) {
            workload.callers(threads).forEach(callers -> cells.add(new Cell(workload, callers)));
        }
        if (cells.isEmpty()) {
            throw new IllegalArgumentException("nothing to measure: mget is run with at most 16 threads");
        }
        return new CompareOptions(
                contestants,
                cells,
                number("rounds", properties.getProperty("rounds", quick ? "2" : "3"), 100),
                number("warmupMillis", properties.getProperty("warmupMillis", quick ? "200" : "500"), 600_000),
                number("measureMillis", properties.getProperty("measureMillis", quick ? "300" : "1000"), 600_000));
    }

    private static List<Contestant> contestants(Properties properties) {
        String all = Arrays.stream(ClientKind.values()).map(ClientKind::label).collect(Collectors.joining(","));
        Map<String, String> tuning = new LinkedHashMap<>();
        for (String name : List.of(D, K)) {
            String value = properties.getProperty(name);
            if (value != null) {
                tuning.put(name, value);
            }
        }
        return list(properties, "clients", all, c -> new Contestant(c, ClientKind.named(c), Map.copyOf(tuning)));
    }

    private static List<Contestant> sweep(Properties properties) {
        List<Contestant> contestants = new ArrayList<>();
        for (int d : list(properties, "sweepD", SWEEP_D, t -> t.equals("0") ? 0 : number("sweepD", t, MOST_SWEPT))) {
            for (int k : list(properties, "sweepK", SWEEP_K, t -> number("sweepK", t, MOST_SWEPT))) {
                contestants.add(new Contestant(
                        "ketch-client D=" + d + " K=" + k,
                        ClientKind.KETCH_CLIENT,
                        Map.of(D, Integer.toString(d), K, Integer.toString(k))));
            }
        }
        return contestants;
    }

    private static boolean isOn(Properties properties, String name) {
        String value = properties.getProperty(name, "false");
        return !value.equals("false");
    }

    private static <T> List<T> list(Properties properties, String name, String otherwise, Function<String, T> element) {
        List<T> elements = Arrays.stream(properties.getProperty(name, otherwise).split(",", -1))
                .map(String::strip)
                .distinct()
                .map(element)
                .collect(Collectors.toList());
        return elements;
    }

    private static int number(String name, String text, int most) {
        try {
            int number = Integer.parseInt(text);
            if (number >= 1 && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new IllegalArgumentException("-D" + name + " is [" + text + "]: give a whole number from 1 to " + most);
    }
}
