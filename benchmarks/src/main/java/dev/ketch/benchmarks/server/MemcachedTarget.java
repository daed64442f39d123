// SPDX-License-Identifier: Apache-2.0
package dev.ketch.benchmarks.server;

import dev.ketch.testkit.MemcachedProcess;
import java.util.Map;

/** A memcached with one worker thread, as Redis has one: what is compared is the clients. */
public final class MemcachedTarget implements Target {
    /** What it is started with, the same for every client. */
    public static final String FLAGS = "-t 1 -m 512";

    private final MemcachedProcess process = MemcachedProcess.start(FLAGS.split(" ", -1));

    @Override
    public String host() {
        return process.host();
    }

    @Override
    public int port() {
        return process.port();
    }

    @Override
    public Served served() {
        Map<String, String> stats = process.stats();
        return new Served(Long.parseLong(stats.get("cmd_get")), Long.parseLong(stats.get("cmd_set")));
    }

    @Override
    public String version() {
        return "memcached " + process.stats().get("version") + " (" + FLAGS + ")";
    }

    @Override
    public void close() {
        process.close();
    }
}
