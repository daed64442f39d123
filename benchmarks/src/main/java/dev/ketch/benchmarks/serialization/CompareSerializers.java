// SPDX-License-Identifier: Apache-2.0
package dev.ketch.benchmarks.serialization;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs {@link SerializationBenchmark} and prints it as one Markdown table. */
public final class CompareSerializers {

    private CompareSerializers() {}

    /** Takes JMH's own options; about three minutes without. */
    public static void main(String[] arguments) throws RunnerException, CommandLineOptionException {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .parent(new CommandLineOptions(arguments))
                        .include(SerializationBenchmark.class.getName() + "\\.")
                        .addProfiler(GCProfiler.class)
                        .jvmArgsAppend("-Xms512m", "-Xmx512m", "-Dkryo.unsafe=false")
                        .shouldFailOnError(true)
                        .build())
                .run();
        Map<String, String[]> rows = new TreeMap<>();
        for (RunResult result : results) {
            String serializer = result.getParams().getParam("serializer");
            String value = result.getParams().getParam("value");
            String[] row = rows.computeIfAbsent(value + " " + serializer, key -> new String[] {"", ""});
            boolean read = result.getParams().getBenchmark().endsWith(".deserialize");
            row[read ? 1 : 0] = cell(result);
        }
        System.out.println("| value | serializer | bytes | write ns | write B | read ns | read B |");
        System.out.println("|---|---|---:|---:|---:|---:|---:|");
        rows.forEach((key, row) -> {
            String[] names = key.split(" ", 2);
            int size = SerializationBenchmark.serializerOf(names[1])
                    .serialize(SerializationBenchmark.valueOf(names[0]))
                    .length;
            System.out.println(
                    "| " + names[0] + " | " + names[1] + " | " + size + " | " + row[0] + " | " + row[1] + " |");
        });
    }

    private static String cell(RunResult result) {
        Result<?> time = result.getPrimaryResult();
        double allocated = result.getSecondaryResults().entrySet().stream()
                .filter(e -> e.getKey().endsWith("gc.alloc.rate.norm"))
                .mapToDouble(e -> e.getValue().getScore())
                .findFirst()
                .orElse(Double.NaN);
        return String.format(Locale.ROOT, "%.0f ± %.0f | %.0f", time.getScore(), time.getScoreError(), allocated);
    }
}
