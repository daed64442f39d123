// SPDX-License-Identifier: Apache-2.0
package dev.ketch.benchmarks.serialization;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs {@link CompressionBenchmark} and prints it as one Markdown table. */
public final class CompareCompressors {

    private final Map<String, RunResult> results = new HashMap<>();

    private CompareCompressors() {}

    /** Takes JMH's own options; about thirteen minutes without. */
    public static void main(String[] arguments) throws RunnerException, CommandLineOptionException {
        Options options = new CommandLineOptions(arguments);
        List<String> values = List.copyOf(options.getParameter("value").orElse(CompressionValues.NAMES));
        CompareCompressors compare = new CompareCompressors();
        compare.run(options, "compress", values);
        // Noise is stored as it is, so nobody decompresses it.
        compare.run(
                options,
                "decompress",
                values.stream().filter(value -> !value.equals("noise")).toList());
        compare.print();
    }

    private void run(Options options, String direction, List<String> values) throws RunnerException {
        if (values.isEmpty()) {
            return;
        }
        Collection<RunResult> measured = new Runner(new OptionsBuilder()
                        .parent(options)
                        .include(CompressionBenchmark.class.getName() + "\\." + direction + "$")
                        .param("value", values.toArray(String[]::new))
                        .addProfiler(GCProfiler.class)
                        .jvmArgsAppend("-Xms512m", "-Xmx512m", "-Dkryo.unsafe=false")
                        .shouldFailOnError(true)
                        .build())
                .run();
        for (RunResult result : measured) {
            results.put(
                    key(
                            direction,
                            result.getParams().getParam("value"),
                            result.getParams().getParam("method")),
                    result);
        }
    }

    private void print() {
        System.out.println("| value | bytes | method | left % | compress µs | B | decompress µs | B |");
        System.out.println("|---|---:|---|---:|---:|---:|---:|---:|");
        for (String value : CompressionValues.NAMES) {
            for (String method : CompressionMethods.NAMES) {
                RunResult compress = results.get(key("compress", value, method));
                if (compress == null) {
                    continue;
                }
                byte[] bytes = CompressionValues.byName(value);
                byte[] compressed = CompressionMethods.byName(method).compress(bytes);
                RunResult decompress = results.get(key("decompress", value, method));
                System.out.printf(
                        Locale.ROOT,
                        "| %s | %d | %s | %.1f | %s | %s |%n",
                        value,
                        bytes.length,
                        method,
                        100.0 * compressed.length / bytes.length,
                        cell(compress),
                        decompress == null ? " | " : cell(decompress));
            }
        }
        printShareOfSampling();
    }

    /**
     * Ketch samples a value before it compresses it, always the same number of bytes, and stops there if they look like
     * noise: so noise takes what the sampling takes. Other values have fewer different bytes and take a bit less.
     */
    private void printShareOfSampling() {
        System.out.println();
        for (String method : CompressionMethods.NAMES) {
            RunResult noise = results.get(key("compress", "noise", method));
            if (noise == null || !method.startsWith("ketch-")) {
                continue;
            }
            StringBuilder line = new StringBuilder(
                    String.format(Locale.ROOT, "- %s: sampling takes at most %s µs", method, micros(score(noise))));
            String before = ", which is ";
            for (String value : CompressionValues.NAMES) {
                RunResult other = results.get(key("compress", value, method));
                if (other != null && !value.equals("noise")) {
                    line.append(String.format(
                            Locale.ROOT, "%s%.1f %% of %s", before, 100 * score(noise) / score(other), value));
                    before = ", ";
                }
            }
            System.out.println(line);
        }
    }

    private static String key(String direction, String value, String method) {
        return direction + " " + value + " " + method;
    }

    private static String cell(RunResult result) {
        double allocated = result.getSecondaryResults().entrySet().stream()
                .filter(e -> e.getKey().endsWith("gc.alloc.rate.norm"))
                .mapToDouble(e -> e.getValue().getScore())
                .findFirst()
                .orElse(Double.NaN);
        return String.format(
                Locale.ROOT,
                "%s ± %s | %.0f",
                micros(score(result)),
                micros(result.getPrimaryResult().getScoreError()),
                allocated);
    }

    private static double score(RunResult result) {
        return result.getPrimaryResult().getScore();
    }

    private static String micros(double micros) {
        return String.format(Locale.ROOT, micros < 10 ? "%.1f" : "%.0f", micros);
    }
}
