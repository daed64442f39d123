// SPDX-License-Identifier: Apache-2.0
package dev.ketch.tck;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * One run of a part of the TCK in a JVM of its own, with this JVM's class path, against given servers, in a namespace of
 * its own. Immutable.
 *
 * @param results test to {@code ""} where it passed, else to what it failed with
 * @param excluding how many tests said that they exclude themselves
 */
public record TckRun(Map<String, String> results, long excluding) {
    private static final int MINUTES = 8;

    /** Keeps its own copy, sorted by test. */
    public TckRun {
        results = Collections.unmodifiableMap(new TreeMap<>(results));
    }

    /**
     * Runs to the end.
     *
     * @param name begins the names of the files that the run leaves in the build folder
     * @param servers {@code host:port} each
     * @param options more options of the JVM
     * @throws IllegalStateException if the JVM fails or does not end
     */
    public static TckRun of(TckPart part, String name, List<String> servers, String... options)
            throws IOException, InterruptedException {
        Path folder = Path.of(System.getProperty("ketch.build.directory", "target"));
        Path lines = folder.resolve("tck-" + name + ".results");
        Path output = folder.resolve("tck-" + name + ".log");
        Files.deleteIfExists(lines);
        Process jvm = new ProcessBuilder(command(part, servers, options, lines))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            if (!jvm.waitFor(MINUTES, TimeUnit.MINUTES)) {
                throw new IllegalStateException(
                        "the TCK did not end in " + MINUTES + " minutes; see " + relative(output));
            }
        } finally {
            jvm.destroyForcibly();
        }
        if (jvm.exitValue() != 0) {
            throw new IllegalStateException(
                    "the TCK's JVM ended with " + jvm.exitValue() + "; see " + relative(output));
        }
        try (var all = Files.lines(output)) {
            return new TckRun(
                    results(lines),
                    all.filter(l -> l.contains("EXCLUDING TEST")).count());
        }
    }

    private static List<String> command(TckPart part, List<String> servers, String[] options, Path lines) {
        String uri = "memcached://" + String.join(",", servers) + "/tck-"
                + Long.toHexString(ThreadLocalRandom.current().nextLong());
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "-Dketch.uri=" + uri,
                "-Djavax.cache.CacheManager=dev.ketch.jcache.KetchCacheManager",
                "-Djavax.cache.Cache=dev.ketch.jcache.JCache",
                "-Djavax.cache.Cache.Entry=dev.ketch.jcache.KetchEntry",
                "-Dorg.jsr107.tck.support.server.address=127.0.0.1",
                "-Djava.net.preferIPv4Stack=true"));
        command.addAll(List.of(options));
        command.addAll(List.of(TckMain.class.getName(), lines.toString(), part.name()));
        return command;
    }

    private static Map<String, String> results(Path lines) throws IOException {
        Map<String, String> results = new TreeMap<>();
        for (String line : Files.readAllLines(lines)) {
            boolean passed = line.startsWith("PASSED ");
            String rest = line.substring("PASSED ".length());
            int colon = rest.indexOf(": ");
            String test = passed || colon < 0 ? rest : rest.substring(0, colon);
            // A test that fails twice, in its body and in a rule, is one failure.
            results.merge(test, passed ? "" : rest, (a, b) -> a.isEmpty() ? b : a);
        }
        return results;
    }

    private static String relative(Path path) {
        return path.subpath(path.getNameCount() - 2, path.getNameCount()).toString();
    }

    /** Names of the tests that failed. */
    public List<String> failures() {
        return results.entrySet().stream()
                .filter(e -> !e.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .toList();
    }
}
