// SPDX-License-Identifier: Apache-2.0
package dev.ketch.benchmarks;

import dev.ketch.benchmarks.server.RedisTarget;
import dev.ketch.testkit.MemcachedBinary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Runs a contestant's cells of one round in JVMs with the same flags for all. */
final class Child {
    /** What every contestant's JVM is started with. */
    static final String FLAGS = "-Xms1g -Xmx1g -XX:+UseG1GC -XX:+AlwaysPreTouch";

    /** Beside what a cell measures: servers, entries, slow ends. */
    private static final long MARGIN_MILLIS_PER_CELL = 40_000;

    private final CompareOptions options;
    private final Path folder;

    Child(CompareOptions options) throws IOException {
        this.options = options;
        this.folder = Files.createTempDirectory("ketch-compare-");
    }

    /** A result for each cell that the contestant can run here; a cell that fails does not keep the others from running. */
    List<Result> run(Contestant contestant) throws IOException, InterruptedException {
        List<Cell> cells = options.cells().stream()
                .filter(c -> contestant.obstacle(c).isEmpty())
                .collect(Collectors.toList());
        List<Result> results = new ArrayList<>();
        while (results.size() < cells.size()) {
            List<Cell> left = cells.subList(results.size(), cells.size());
            results.addAll(start(contestant, left));
        }
        return results;
    }

    /** At least one result. */
    private List<Result> start(Contestant contestant, List<Cell> cells) throws IOException, InterruptedException {
        Path file = Files.createTempFile(folder, "results-", ".tsv");
        Path log = Files.createTempFile(folder, contestant.client().label() + "-", ".log");
        Process process = new ProcessBuilder(command(contestant, cells, file))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        String end;
        try {
            long perCell = MARGIN_MILLIS_PER_CELL + options.warmupMillis() + options.measureMillis();
            boolean ended = process.waitFor(perCell * cells.size(), TimeUnit.MILLISECONDS);
            end = ended ? "its JVM ended with status " + process.exitValue() : "its JVM did not end in time";
        } finally {
            process.destroyForcibly().waitFor();
        }
        List<Result> results =
                Files.readAllLines(file).stream().map(Result::parse).collect(Collectors.toList());
        boolean stopped = results.stream().anyMatch(Result::isFailed);
        if (stopped) {
            System.err.println("  " + contestant.label() + " failed, see " + log);
        } else if (results.size() < cells.size()) {
            results.add(Result.failed(cells.get(results.size()), end + ", see " + log));
        }
        return results;
    }

    private List<String> command(Contestant contestant, List<Cell> cells, Path file) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(FLAGS.split(" ", -1)));
        Map<String, String> properties = new TreeMap<>(contestant.properties());
        for (String name : List.of(MemcachedBinary.PROPERTY, RedisTarget.PROPERTY, "ketch.build.directory")) {
            String value = System.getProperty(name);
            if (value != null) {
                properties.put(name, value);
            }
        }
        // The peers log through it, and nothing is there that would listen.
        properties.put("slf4j.internal.verbosity", "ERROR");
        properties.put("jmh.ignoreLock", System.getProperty("jmh.ignoreLock", "false"));
        properties.forEach((name, value) -> command.add("-D" + name + "=" + value));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), ClientRound.class.getName()));
        command.addAll(List.of(contestant.client().label(), file.toString()));
        command.addAll(List.of(Integer.toString(options.warmupMillis()), Integer.toString(options.measureMillis())));
        cells.forEach(c -> command.add(c.toString()));
        return command;
    }
}
