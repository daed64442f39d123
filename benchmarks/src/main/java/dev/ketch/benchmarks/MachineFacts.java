// SPDX-License-Identifier: Apache-2.0
package dev.ketch.benchmarks;

import dev.ketch.benchmarks.server.MemcachedTarget;
import dev.ketch.benchmarks.server.RedisTarget;
import dev.ketch.benchmarks.server.Target;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/** What a reader has to know of the machine, its load and the versions. Stateless. */
final class MachineFacts {
    private MachineFacts() {}

    static String markdown() {
        String servers;
        try (Target memcached = new MemcachedTarget()) {
            servers = memcached.version();
        }
        Optional<Path> redis = RedisTarget.program();
        if (redis.isPresent()) {
            try (Target target = new RedisTarget(redis.get())) {
                servers += ", " + target.version();
            }
        }
        return String.format(
                Locale.ROOT,
                "- %d cores, %s %s %s%n- %s %s%n- servers: %s, on loopback%n- versions: %s%n",
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                System.getProperty("os.arch"),
                System.getProperty("java.vm.name"),
                Runtime.version(),
                servers,
                versions());
    }

    private static String versions() {
        Properties versions = new Properties();
        try (InputStream in = MachineFacts.class.getResourceAsStream("versions.properties")) {
            versions.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new TreeMap<>(versions).toString();
    }

    /** Processes that could run, on average over the last minute; the machine is quiet at about 0. */
    static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }
}
