// SPDX-License-Identifier: Apache-2.0
package dev.ketch.benchmarks.server;

import dev.ketch.testkit.FreePort;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A redis-server of this machine that keeps nothing on disk. */
public final class RedisTarget implements Target {
    /** The system property that names the program. */
    public static final String PROPERTY = "ketch.redis";

    private static final String FLAGS = "--save '' --appendonly no --maxmemory 512mb";
    private static final String HOST = "127.0.0.1";
    private static final int TIMEOUT_MILLIS = 5_000;
    private static final long START_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** Beside the server, a shell waits for the end of a pipe that this JVM holds, so that the server never outlives it. */
    private static final String WITH_WATCHER =
            "exec 3<&0; { read -r line <&3; kill -KILL $$; } >/dev/null 2>&1 & exec \"$@\" 3<&- </dev/null";

    private final Process process;
    private final int port = FreePort.find();

    /** Starts the program and returns when it answers. */
    public RedisTarget(Path program) {
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", WITH_WATCHER, "redis", program.toString()));
        command.addAll(List.of("--bind", HOST, "--port", Integer.toString(port), "--save", "", "--appendonly", "no"));
        command.addAll(List.of("--maxmemory", "512mb"));
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start [" + program + "]", e);
        }
        awaitReady(program);
    }

    /** The program named by {@value #PROPERTY}, else the one on the PATH, if any. */
    public static Optional<Path> program() {
        String named = System.getProperty(PROPERTY, "");
        if (!named.isEmpty()) {
            if (!Files.isExecutable(Path.of(named))) {
                throw new IllegalStateException("-D" + PROPERTY + " is [" + named
                        + "], which is not an executable file: give the path of redis-server");
            }
            return Optional.of(Path.of(named).toAbsolutePath());
        }
        String path = System.getenv("PATH");
        for (String folder : path == null ? new String[0] : path.split(File.pathSeparator, -1)) {
            Path candidate = Path.of(folder, "redis-server");
            if (!folder.isEmpty() && Files.isExecutable(candidate)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    private void awaitReady(Path program) {
        long end = System.nanoTime() + START_NANOS;
        while (true) {
            try {
                info();
                return;
            } catch (UncheckedIOException e) {
                if (!process.isAlive() || System.nanoTime() - end > 0) {
                    close();
                    throw new IllegalStateException("[" + program + "] did not start on port " + port, e);
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            }
        }
    }

    @Override
    public String host() {
        return HOST;
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public Served served() {
        Map<String, String> info = info();
        // Like "calls=10000,usec=..."; absent until the first one.
        String sets = info.getOrDefault("cmdstat_set", "calls=0,").replaceFirst("calls=(\\d+),.*", "$1");
        return new Served(
                Long.parseLong(info.get("keyspace_hits")) + Long.parseLong(info.get("keyspace_misses")),
                Long.parseLong(sets));
    }

    @Override
    public String version() {
        return "redis " + info().get("redis_version") + " (" + FLAGS + ")";
    }

    private Map<String, String> info() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(HOST, port), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write("INFO ALL\r\nQUIT\r\n".getBytes(StandardCharsets.US_ASCII));
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            Map<String, String> info = new HashMap<>();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int colon = line.indexOf(':');
                if (colon > 0) {
                    info.put(line.substring(0, colon), line.substring(colon + 1));
                }
            }
            if (!info.containsKey("redis_version")) {
                throw new IOException("the answer to INFO names no redis_version");
            }
            return info;
        } catch (IOException e) {
            throw new UncheckedIOException("redis [" + HOST + ":" + port + "] gave no statistics", e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
