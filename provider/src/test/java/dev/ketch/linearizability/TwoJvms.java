// SPDX-License-Identifier: Apache-2.0
package dev.ketch.linearizability;

import dev.ketch.jcache.ChildJvm;
import dev.ketch.jcache.OwnWay;
import dev.ketch.linearizability.Operation.Outcome;
import dev.ketch.testkit.MemcachedProcess;
import dev.ketch.testkit.proxy.Direction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/**
 * Two JVMs of eight callers and three servers. The JVMs know the servers by the same names, or their rings would differ,
 * and resolve these to different addresses: so each JVM has proxies of its own, and can be cut off alone.
 */
final class TwoJvms implements AutoCloseable {
    static final int OPERATIONS = 500;
    private static final int JVMS = 2;
    private static final int THREADS = 8;
    private static final int SERVERS = 3;
    private static final long START_DELAY_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final List<MemcachedProcess> processes = new ArrayList<>();

    /** By JVM, then by server. */
    private final List<OwnWay> ways = new ArrayList<>();

    private final List<ChildJvm> jvms = new ArrayList<>();
    private final Path folder;
    private final Random random;
    private final Disturber disturber;
    private int rounds;

    /** In the rounds of each disturbance. */
    final Map<Disturbance, Map<Outcome, Integer>> outcomes = new EnumMap<>(Disturbance.class);

    /** Operations that depend on what is there and have found what they want. */
    final Map<Kind, Integer> successes = new EnumMap<>(Kind.class);

    TwoJvms(long seed) throws IOException {
        this.random = new Random(seed);
        this.disturber = new Disturber(processes, ways, jvms, random);
        Path build = Path.of(System.getProperty("ketch.build.directory", System.getProperty("java.io.tmpdir")));
        this.folder = Files.createTempDirectory(Files.createDirectories(build), "hosts-");
        boolean started = false;
        try {
            start();
            checkClocks();
            started = true;
        } finally {
            if (!started) {
                close();
            }
        }
    }

    private void start() throws IOException {
        for (int i = 0; i < SERVERS; i++) {
            processes.add(MemcachedProcess.start());
        }
        String uri = "memcached://" + OwnWay.list(processes) + "/" + CallersMain.NAMESPACE
                + "?onUnavailable=fail&timeout=150ms"
                + "&connectTimeout=300ms&quarantine=5s&firstProbe=10ms&longestProbe=50ms";
        for (int j = 0; j < JVMS; j++) {
            OwnWay way = new OwnWay(2 + j, processes, folder);
            ways.add(way);
            jvms.add(new ChildJvm(
                    List.of(way.jvmArgument()),
                    CallersMain.class,
                    uri,
                    String.valueOf((char) ('A' + j)),
                    Integer.toString(THREADS),
                    Long.toString((j + 1) * 1_000_000_000L)));
        }
    }

    /** Times of different JVMs are compared, which is right only if they are of one clock. */
    private void checkClocks() {
        for (ChildJvm jvm : jvms) {
            for (int i = 0; i < 20; i++) {
                long before = System.nanoTime();
                List<String> said = jvm.tell("time");
                long after = System.nanoTime();
                long there = Long.parseLong(said.get(0).split(" ", -1)[1]);
                if (there - before < 0 || after - there < 0) {
                    throw new IllegalStateException("System.nanoTime is not one clock for all JVMs of this machine");
                }
            }
        }
    }

    /** What passes to the servers passes through this function from now on. Not together with disturbances. */
    void rewriteRequests(UnaryOperator<byte[]> function) {
        ways.forEach(own -> own.proxies().forEach(proxy -> proxy.all().rewrite(Direction.TO_SERVER, function)));
    }

    /** Runs a round on fresh keys and returns its history. */
    History run(Disturbance disturbance, int keys) {
        // Late writes of one round hit no key of the next, but late clears would; and what is down answers nothing.
        jvms.forEach(jvm -> jvm.tell("settle"));
        History history = new History(disturbance);
        boolean disturbed = disturbance != Disturbance.NONE && disturbance != Disturbance.CLEAR;
        int pace = disturbed ? 15_000 : random.nextInt(3) * 400;
        int each = OPERATIONS / JVMS;
        Round round = new Round(
                rounds++,
                each,
                disturbed ? each - Disturber.DURING - Disturber.AFTER : each,
                keys,
                pace,
                disturbance == Disturbance.CLEAR,
                0,
                System.nanoTime() + START_DELAY_NANOS);
        jvms.forEach(jvm -> jvm.say("round " + round.withSeed(random.nextLong()).toLine()));
        jvms.forEach(ChildJvm::listen);
        if (disturbed) {
            disturber.disturb(disturbance, round.key(0), history);
        }
        jvms.forEach(jvm -> jvm.say("end"));
        for (ChildJvm jvm : jvms) {
            List<String> said = jvm.listen();
            said.subList(0, said.size() - 1).forEach(line -> history.add(Operation.ofLine(line)));
        }
        history.operations().forEach(operation -> count(disturbance, operation));
        return history;
    }

    private void count(Disturbance disturbance, Operation operation) {
        outcomes.computeIfAbsent(disturbance, d -> new EnumMap<>(Outcome.class))
                .merge(operation.outcome(), 1, Integer::sum);
        if (operation.outcome() == Outcome.OK && operation.result() != 0) {
            successes.merge(operation.kind(), 1, Integer::sum);
        }
    }

    @Override
    public void close() {
        jvms.forEach(ChildJvm::close);
        ways.forEach(OwnWay::close);
        processes.forEach(MemcachedProcess::close);
        try {
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
