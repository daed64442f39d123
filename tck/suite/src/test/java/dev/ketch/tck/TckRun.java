// SPDX-License-Identifier: Apache-2.0
package dev.ketch.tck;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * One run of the whole TCK in a JVM of its own against given servers, in a namespace of its own.
 *
 * @param results test to {@code ""} where it passed, else to what it failed with
 * @param excluding how many tests said that they exclude themselves
 */
record TckRun(Map<String, String> results, long excluding) {
    private static final int MINUTES = 8;

    static TckRun on(List<String> servers, String name) throws IOException, InterruptedException {
        Path folder = Path.of(System.getProperty("ketch.build.directory", "target"));
        Path lines = folder.resolve("tck-" + name + ".results");
        Path output = folder.resolve("tck-" + name + ".log");
        Files.deleteIfExists(lines);
        String uri = "memcached://" + String.join(",", servers) + "/tck-"
                + Long.toHexString(ThreadLocalRandom.current().nextLong());
        Process jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-Dketch.uri=" + uri,
                        "-Djavax.cache.CacheManager=dev.ketch.jcache.KetchCacheManager",
                        "-Djavax.cache.Cache=dev.ketch.jcache.KetchCache",
                        "-Djavax.cache.Cache.Entry=dev.ketch.jcache.KetchEntry",
                        "-Dorg.jsr107.tck.support.server.address=127.0.0.1",
                        "-Djava.net.preferIPv4Stack=true",
                        TckMain.class.getName(),
                        lines.toString())
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
        Map<String, String> results = new TreeMap<>();
        for (String line : Files.readAllLines(lines)) {
            boolean passed = line.startsWith("PASSED ");
            String rest = line.substring("PASSED ".length());
            int colon = rest.indexOf(": ");
            String test = passed || colon < 0 ? rest : rest.substring(0, colon);
            // A test that fails twice, in its body and in a rule, is one failure.
            results.merge(test, passed ? "" : rest, (a, b) -> a.isEmpty() ? b : a);
        }
        long excluding;
        try (var all = Files.lines(output)) {
            excluding = all.filter(l -> l.contains("EXCLUDING TEST")).count();
        }
        return new TckRun(results, excluding);
    }

    private static String relative(Path path) {
        return path.getParent().getFileName() + File.separator + path.getFileName();
    }

    List<String> failures() {
        return results.entrySet().stream()
                .filter(e -> !e.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .toList();
    }
}
