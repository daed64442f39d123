// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import dev.ketch.testkit.MemcachedProcess;
import dev.ketch.testkit.proxy.Direction;
import dev.ketch.testkit.proxy.FaultProxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Two JVMs of writers, which know the servers by the same names, or their rings would differ, and resolve these to
 * different addresses: so each JVM has proxies of its own, and can be cut off alone.
 */
final class StaleReadsInJvms implements AutoCloseable {
    private static final int JVMS = 2;
    private static final int FAULTS = ServerFaults.COUNT + 4;

    private final List<MemcachedProcess> processes = new ArrayList<>();

    /** By JVM, then by server. */
    private final List<OwnWay> ways = new ArrayList<>();

    private final List<ChildJvm> jvms = new ArrayList<>();
    private final Path folder;
    private final Random random;
    private final long seed;

    /** @param writers in each JVM */
    StaleReadsInJvms(int servers, int writers, long seed) throws IOException {
        this.seed = seed;
        this.random = new Random(seed);
        Path build = Path.of(System.getProperty("ketch.build.directory", System.getProperty("java.io.tmpdir")));
        this.folder = Files.createTempDirectory(Files.createDirectories(build), "hosts-");
        boolean started = false;
        try {
            start(servers, writers);
            started = true;
        } finally {
            if (!started) {
                close();
            }
        }
    }

    private void start(int servers, int writers) throws IOException {
        for (int i = 0; i < servers; i++) {
            processes.add(MemcachedProcess.builder().keepItems().start());
        }
        String uri =
                "memcached://" + OwnWay.list(processes) + "/stale?timeout=100ms&connectTimeout=200ms&quarantine=300ms"
                        + "&firstProbe=20ms&longestProbe=100ms&journalLimit=200";
        for (int j = 0; j < JVMS; j++) {
            OwnWay way = new OwnWay(j, processes, folder);
            ways.add(way);
            jvms.add(new ChildJvm(
                    List.of(way.jvmArgument()),
                    StaleReadsMain.class,
                    uri,
                    "jvm" + j,
                    Integer.toString(writers),
                    Long.toString(random.nextLong())));
        }
    }

    /** Runs, prints what happened, and returns what must not have. */
    List<String> run(Duration duration) {
        int faults = script(System.nanoTime() + duration.toNanos());
        jvms.forEach(jvm -> jvm.say("over"));
        List<String> last = new ArrayList<>();
        for (ChildJvm jvm : jvms) {
            List<String> said = jvm.listen();
            last.addAll(said.subList(0, said.size() - 1));
        }
        List<String> violations = new ArrayList<>();
        long[] counts = new long[3];
        for (ChildJvm jvm : jvms) {
            last.forEach(writer -> jvm.tell("check " + writer));
            List<String> said = jvm.tell("report");
            violations.addAll(said.subList(0, said.size() - 1));
            String[] words = said.get(said.size() - 1).split(" ", -1);
            for (int i = 0; i < counts.length; i++) {
                counts[i] += Long.parseLong(words[i + 1]);
            }
        }
        System.out.println("Stale reads in " + JVMS + " JVMs: " + violations.size() + " of " + counts[0]
                + " reads with "
                + counts[1] + " hits, " + faults + " faults, " + counts[2] + " operations that threw, " + last.size()
                + " writers, seed " + seed);
        if (counts[1] < 100) {
            violations.add("hardly anything was read");
        }
        return violations;
    }

    private int script(long end) {
        int faults = 0;
        while (System.nanoTime() - end < 0) {
            fault(random.nextInt(FAULTS), random.nextInt(processes.size()));
            faults++;
            ServerFaults.pause(20 + random.nextInt(400));
            ways.forEach(own -> own.proxies().forEach(FaultProxy::heal));
            ServerFaults.pause(20 + random.nextInt(200));
        }
        return faults;
    }

    private void fault(int fault, int i) {
        MemcachedProcess process = processes.get(i);
        switch (fault - ServerFaults.COUNT) {
            case 0 -> {
                process.shutDown();
                process.restartWarm();
            }
            case 1 -> {
                ChildJvm jvm = jvms.get(random.nextInt(JVMS));
                jvm.tell("offline " + i);
                ServerFaults.pause(random.nextInt(200));
                jvm.tell("online " + i);
            }
            // Twice as often as others.
            case 2, 3 -> partition(ways.get(random.nextInt(JVMS)).proxies(), random.nextInt(3));
            default -> ServerFaults.bring(fault, process, ways(i), random);
        }
    }

    /** The ways to a server of one JVM, or of all. */
    private List<FaultProxy> ways(int server) {
        int only = random.nextInt(JVMS + 1);
        return ways.stream()
                .filter(own -> only == JVMS || own == ways.get(only))
                .map(own -> own.proxies().get(server))
                .toList();
    }

    /** One JVM alone reaches no server. */
    private void partition(List<FaultProxy> own, int how) {
        for (FaultProxy proxy : own) {
            switch (how) {
                case 0 -> proxy.all().hold(Direction.TO_SERVER);
                case 1 -> proxy.all().stall(Direction.TO_CLIENT);
                default -> {
                    proxy.refuse();
                    proxy.reset();
                }
            }
        }
        ServerFaults.pause(200 + random.nextInt(800));
    }

    @Override
    public void close() {
        jvms.forEach(ChildJvm::close);
        ways.forEach(OwnWay::close);
        processes.forEach(MemcachedProcess::close);
        try {
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
