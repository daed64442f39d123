// SPDX-License-Identifier: Apache-2.0
package dev.ketch.linearizability;

import dev.ketch.jcache.ChildJvm;
import dev.ketch.jcache.OwnWay;
import dev.ketch.linearizability.Operation.Outcome;
import dev.ketch.testkit.MemcachedProcess;
import dev.ketch.testkit.proxy.Direction;
import dev.ketch.testkit.proxy.FaultProxy;
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
import java.util.concurrent.locks.LockSupport;
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
    private int rounds;

    final Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
    /** Operations that depend on what is there and have found what they want. */
    final Map<Kind, Integer> successes = new EnumMap<>(Kind.class);

    TwoJvms(long seed) throws IOException {
        this.random = new Random(seed);
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

    private String name(MemcachedProcess process) {
        return OwnWay.name(processes.indexOf(process)) + ":" + process.port();
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
        int number = rounds++;
        long start = System.nanoTime() + START_DELAY_NANOS;
        for (ChildJvm jvm : jvms) {
            Round round = new Round(
                    number, OPERATIONS / JVMS, keys, pace, disturbance == Disturbance.CLEAR, random.nextLong(), start);
            jvm.say("round " + round.toLine());
        }
        if (disturbed) {
            pause(10 + random.nextInt(60));
            disturb(disturbance, history);
        }
        for (ChildJvm jvm : jvms) {
            List<String> said = jvm.listen();
            said.subList(0, said.size() - 1).forEach(line -> history.add(Operation.ofLine(line)));
        }
        history.operations().forEach(this::count);
        return history;
    }

    private void count(Operation operation) {
        outcomes.merge(operation.outcome(), 1, Integer::sum);
        if (operation.outcome() == Outcome.OK && operation.result() != 0) {
            successes.merge(operation.kind(), 1, Integer::sum);
        }
    }

    private void disturb(Disturbance disturbance, History history) {
        MemcachedProcess process = processes.get(random.nextInt(SERVERS));
        switch (disturbance) {
            case STOP -> {
                process.stop();
                pause(20 + random.nextInt(400));
                process.cont();
            }
            case PARTITION -> partition();
            case RESET -> {
                for (int i = 0; i < 8; i++) {
                    FaultProxy proxy = ways.get(random.nextInt(JVMS)).proxies().get(random.nextInt(SERVERS));
                    if (random.nextBoolean()) {
                        proxy.reset();
                    } else {
                        proxy.cut();
                    }
                    pause(random.nextInt(30));
                }
            }
            case KILL -> {
                long from = System.nanoTime();
                process.kill();
                pause(random.nextInt(100));
                process.restart();
                history.killed(name(process), from, System.nanoTime());
            }
            case NONE, CLEAR -> {}
        }
    }

    private void partition() {
        List<FaultProxy> cut = ways.get(random.nextInt(JVMS)).proxies();
        if (random.nextBoolean()) {
            cut = List.of(cut.get(random.nextInt(SERVERS)));
        }
        int how = random.nextInt(4);
        for (FaultProxy way : cut) {
            switch (how) {
                case 0 -> way.all().hold(Direction.TO_SERVER);
                case 1 -> way.all().stall(Direction.TO_CLIENT);
                case 2 -> way.all().hold(Direction.TO_SERVER).hold(Direction.TO_CLIENT);
                default -> {
                    way.refuse();
                    way.reset();
                }
            }
        }
        pause(50 + random.nextInt(400));
        cut.forEach(FaultProxy::heal);
    }

    private static void pause(int millis) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
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
