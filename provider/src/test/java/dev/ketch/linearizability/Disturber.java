// SPDX-License-Identifier: Apache-2.0
package dev.ketch.linearizability;

import dev.ketch.jcache.ChildJvm;
import dev.ketch.jcache.OwnWay;
import dev.ketch.testkit.MemcachedProcess;
import dev.ketch.testkit.proxy.Direction;
import dev.ketch.testkit.proxy.FaultProxy;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Does to servers, and to the ways to them, what the callers of a round have to withstand. Every other time, and the first
 * time, it goes on until a call had no answer, and the callers go on when their JVMs have found the servers up again; else
 * it is as long as it happens to be.
 */
final class Disturber {
    /** Of each JVM: so many operations are held back until a round is disturbed. */
    static final int DURING = 75;
    /** And so many until it is disturbed no longer. */
    static final int AFTER = 75;

    private final List<MemcachedProcess> processes;
    private final List<OwnWay> ways;
    private final List<ChildJvm> jvms;
    private final Random random;
    private final Map<Disturbance, Integer> times = new EnumMap<>(Disturbance.class);
    private boolean untilFelt;

    /** @param ways by JVM */
    Disturber(List<MemcachedProcess> processes, List<OwnWay> ways, List<ChildJvm> jvms, Random random) {
        this.processes = processes;
        this.ways = ways;
        this.jvms = jvms;
        this.random = random;
    }

    /** @param key whose server it is */
    void disturb(Disturbance disturbance, String key, History history) {
        untilFelt = times.merge(disturbance, 1, Integer::sum) % 2 == 1;
        String name = jvms.get(0).tell("where " + key).get(0);
        int server = 0;
        while (!name(server).equals(name)) {
            server++;
        }
        pause(10 + random.nextInt(60));
        switch (disturbance) {
            case STOP -> stop(processes.get(server));
            case PARTITION -> partition(server);
            case RESET -> reset();
            case KILL -> kill(server, history);
            case NONE, CLEAR -> {}
        }
        if (untilFelt) {
            jvms.forEach(jvm -> jvm.tell("up"));
        }
        give(AFTER);
    }

    private void stop(MemcachedProcess process) {
        process.stop();
        hold(20 + random.nextInt(400));
        process.cont();
    }

    private void partition(int server) {
        List<FaultProxy> cut = ways.get(random.nextInt(ways.size())).proxies();
        if (random.nextBoolean()) {
            cut = List.of(cut.get(server));
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
        hold(50 + random.nextInt(400));
        cut.forEach(FaultProxy::heal);
    }

    private void reset() {
        if (!untilFelt) {
            give(DURING);
        }
        for (int i = 0; i < 8; i++) {
            reset(ways.get(random.nextInt(ways.size())).proxies().get(random.nextInt(processes.size())));
            pause(random.nextInt(30));
        }
        if (untilFelt) {
            give(DURING);
            while (!isFelt()) {
                // At this pace hardly any call gets through.
                ways.forEach(way -> way.proxies().forEach(this::reset));
            }
        }
    }

    private void reset(FaultProxy proxy) {
        if (random.nextBoolean()) {
            proxy.reset();
        } else {
            proxy.cut();
        }
    }

    private void kill(int server, History history) {
        long from = System.nanoTime();
        processes.get(server).kill();
        hold(random.nextInt(100));
        processes.get(server).restart();
        history.killed(name(server), from, System.nanoTime());
    }

    private String name(int server) {
        return OwnWay.name(server) + ":" + processes.get(server).port();
    }

    /** Returns when it is time to end what has begun. */
    private void hold(int millis) {
        give(DURING);
        while (untilFelt && !isFelt()) {
            pause(5);
        }
        pause(millis);
    }

    private void give(int operations) {
        jvms.forEach(jvm -> jvm.tell("more " + operations));
    }

    /** Whether a call had no answer, or there are no more calls. */
    private boolean isFelt() {
        List<String> states = jvms.stream().map(jvm -> jvm.tell("state").get(0)).toList();
        return states.contains("felt") || !states.contains("busy");
    }

    private static void pause(int millis) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
    }
}
