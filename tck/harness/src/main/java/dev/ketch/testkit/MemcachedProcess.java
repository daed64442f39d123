// SPDX-License-Identifier: Apache-2.0
package dev.ketch.testkit;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A real memcached on a loopback port, for tests: it can be stopped, continued, killed and restarted, empty or with its
 * items.
 *
 * <p>{@link #start} returns when the server answers. It ends with {@link #close}, and at the latest with the JVM, also
 * when that is killed. Its output goes to a {@linkplain #log() file} below {@code -Dketch.build.directory}, else below
 * the temporary folder.
 *
 * <p>Thread-safe. Methods throw {@link IllegalStateException} when the server does not do what it is told to; the message
 * holds the end of its log.
 */
public final class MemcachedProcess implements AutoCloseable {

    private static final Duration START_DEADLINE = Duration.ofSeconds(20);
    /** A killed process ends only after what it waits for of a busy disk. */
    private static final Duration END_DEADLINE = Duration.ofSeconds(60);

    private static final int PING_TIMEOUT_MILLIS = 2_000;
    private static final int STATS_TIMEOUT_MILLIS = 5_000;
    private static final int LOG_EXCERPT = 64 * 1024;

    private final ServerCommand command;
    private final int port;
    private final Path log;
    /** What outlives a shutdown; {@code null} if nothing does. */
    private final @Nullable ItemFile items;
    /** Held while the process is started or ended, so that there is never a second one on the port. */
    private final ReentrantLock lifecycle = new ReentrantLock();
    /** Written under {@link #lifecycle}. */
    private volatile Process process;

    MemcachedProcess(ServerCommand command, int port) throws IOException {
        this.command = command;
        this.port = port;
        Path logs = Files.createDirectories(BuildFolder.own().resolve("memcached-logs"));
        this.log = Files.createTempFile(logs, "memcached-" + port + "-", ".log");
        this.items = command.itemFile();
        this.process = launch();
    }

    /**
     * Starts a server with these flags, such as {@code "-v", "-I", "2m"}, on a free port.
     *
     * @throws IllegalStateException if there is no memcached or it does not start
     */
    public static MemcachedProcess start(String... flags) {
        return builder().flags(flags).start();
    }

    /** Returns a builder of a server with 64 MB on 127.0.0.1. */
    public static MemcachedBuilder builder() {
        return new MemcachedBuilder();
    }

    /** The address of the interface it listens on. */
    public String host() {
        return command.host();
    }

    /** The TCP port; the same after a restart. */
    public int port() {
        return port;
    }

    /** Host and port as servers are written in configurations, such as {@code 127.0.0.1:15211}. */
    public String address() {
        return (host().indexOf(':') >= 0 ? "[" + host() + "]" : host()) + ":" + port;
    }

    /** The process id of the memcached that was started last. */
    public long pid() {
        return process.pid();
    }

    /** Whether the process exists; a stopped one does. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /**
     * Stops the process with SIGSTOP and returns when all its threads stand still. The kernel goes on accepting
     * connections for it.
     */
    public void stop() {
        signal("STOP");
        Signals.awaitStopped(pid());
    }

    /** Continues a stopped process with SIGCONT. */
    public void cont() {
        signal("CONT");
    }

    /** Kills the process with SIGKILL and returns when it is gone. Does nothing if it already is. */
    public void kill() {
        lifecycle.lock();
        try {
            process.destroyForcibly();
            awaitEnd();
        } finally {
            lifecycle.unlock();
        }
    }

    /** Asks the process with SIGTERM to end, as an operator would, and returns when it is gone. */
    public void terminate() {
        lifecycle.lock();
        try {
            process.destroy();
            awaitEnd();
        } finally {
            lifecycle.unlock();
        }
    }

    /**
     * Has a server that {@linkplain MemcachedBuilder#keepItems keeps its items} write down where they are, with SIGUSR1, and
     * returns when it is gone.
     *
     * @throws IllegalStateException also if it was not started so
     */
    public void shutDown() {
        lifecycle.lock();
        try {
            keptItems();
            signal("USR1");
            awaitEnd();
        } finally {
            lifecycle.unlock();
        }
    }

    /**
     * Starts it again with the items that it had, on the same port with the same flags; {@linkplain #shutDown shuts it
     * down} first if it is alive. Takes up to a second more than other starts, which is memcached's own rule.
     *
     * @throws IllegalStateException also if it does not keep its items, or was killed, so that they are lost
     */
    public void restartWarm() {
        lifecycle.lock();
        try {
            ItemFile file = keptItems();
            if (process.isAlive()) {
                shutDown();
            }
            if (!file.isComplete()) {
                throw new IllegalStateException(message("was not shut down and has lost its items"));
            }
            file.awaitUsable();
            launchAgain();
        } finally {
            lifecycle.unlock();
        }
    }

    private ItemFile keptItems() {
        if (items == null) {
            throw new IllegalStateException(message("does not keep its items: build it with keepItems()"));
        }
        return items;
    }

    /** Starts it again, empty, on the same port with the same flags; kills it first if it is alive. */
    public void restart() {
        lifecycle.lock();
        try {
            kill();
            if (items != null) {
                items.delete();
            }
            launchAgain();
        } finally {
            lifecycle.unlock();
        }
    }

    /** The file with what the server printed, over all restarts. */
    public Path log() {
        return log;
    }

    /** The end of the log, at most 64 KB of it. */
    public String logText() {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            long length = file.length();
            byte[] bytes = new byte[(int) Math.min(LOG_EXCERPT, length)];
            file.seek(length - bytes.length);
            file.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the log [" + log + "]", e);
        }
    }

    /** The server's general statistics. */
    public Map<String, String> stats() {
        return stats("");
    }

    /**
     * The statistics of a group such as {@code settings}, {@code items} or {@code conns}, read over a connection of its
     * own.
     *
     * @throws IllegalStateException if the server does not know the group, or asks for TLS or authentication, which the
     *     kit cannot do
     */
    public Map<String, String> stats(String group) {
        ServerTalk talk = new ServerTalk(host(), port, STATS_TIMEOUT_MILLIS);
        try {
            return command.isBinaryOnly() ? talk.binaryStats(group) : talk.textStats(group);
        } catch (IOException e) {
            throw new IllegalStateException(message("gave no statistics [" + group + "]: " + e.getMessage()), e);
        }
    }

    /** Kills the server. Its log stays. */
    @Override
    public void close() {
        kill();
        if (items != null) {
            items.delete();
        }
    }

    @Override
    public String toString() {
        return "memcached [" + address() + "] process " + pid();
    }

    private void signal(String name) {
        // Not while it is being replaced, else the signal could reach a process id that is no longer ours.
        lifecycle.lock();
        try {
            if (!process.isAlive()) {
                throw new IllegalStateException(message("is not running, so it cannot be sent SIG" + name));
            }
            Signals.send(name, process.pid());
        } finally {
            lifecycle.unlock();
        }
    }

    private void launchAgain() {
        try {
            process = launch();
        } catch (IOException e) {
            throw new UncheckedIOException(message("cannot be restarted"), e);
        }
        awaitReady();
    }

    private Process launch() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command.arguments(port))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(command.environment());
        if (!command.binary().libraryPath().isEmpty()) {
            builder.environment().put("LD_LIBRARY_PATH", command.binary().libraryPath());
        }
        return builder.start();
    }

    void awaitReady() {
        long end = System.nanoTime() + START_DEADLINE.toNanos();
        ServerTalk talk = new ServerTalk(host(), port, PING_TIMEOUT_MILLIS);
        while (true) {
            if (!process.isAlive()) {
                throw new IllegalStateException(message("ended at its start with status " + process.exitValue()));
            }
            try {
                talk.ping(command);
                return;
            } catch (IOException e) {
                if (System.nanoTime() - end > 0 || Thread.currentThread().isInterrupted()) {
                    throw new IllegalStateException(message("did not answer within " + START_DEADLINE), e);
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
            }
        }
    }

    /** Whether what answers at the port is our process and not one that was quicker to take the port. */
    boolean answersItself() {
        if (command.isTls() || command.isSasl() || command.isTextOnly()) {
            return process.isAlive();
        }
        return Long.toString(pid()).equals(stats().get("pid"));
    }

    boolean portWasTaken() {
        return !process.isAlive() && logText().contains("in use");
    }

    private void awaitEnd() {
        try {
            if (!process.waitFor(END_DEADLINE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException(message("did not end within " + END_DEADLINE));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(message("was not awaited to its end: interrupted"), e);
        }
    }

    private String message(String what) {
        return this + " " + what + "; end of its log [" + log + "]: "
                + logText().strip();
    }
}
