// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client;

import dev.ketch.client.protocol.Request;
import dev.ketch.testkit.MemcachedProcess;
import dev.ketch.testkit.proxy.FaultProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

/** One run of the torture test: servers behind proxies, a client, callers, a script of faults, and the verdict. */
final class Torture {
    private static final Duration TIMEOUT = Duration.ofMillis(100);
    private static final long MARGIN = TimeUnit.MILLISECONDS.toNanos(300);

    /** How long calls may be late: code that is still interpreted, and the threads that compile it, take the processor. */
    private static final long WARM_UP = TimeUnit.SECONDS.toNanos(3);

    private static final long NEVER = Long.MIN_VALUE;

    private final Function<Runnable, Thread> starter;
    private final int thinkMicros;
    private final Queue<String> violations = new ConcurrentLinkedQueue<>();
    private final AtomicLong longest = new AtomicLong();
    private final Map<Outcome, LongAdder> outcomes = new EnumMap<>(Outcome.class);
    private final Window[] lengths;
    private final Window[] opaques;
    private final long begun = System.nanoTime();
    private volatile boolean over;
    private volatile Hiccups hiccups;

    /**
     * @param starter starts the callers' threads
     * @param thinkMicros how long a caller pauses between calls, on average: what is tested is not the processor
     */
    Torture(Function<Runnable, Thread> starter, int thinkMicros, int servers) {
        this.starter = starter;
        this.thinkMicros = thinkMicros;
        this.lengths = new Window[servers];
        this.opaques = new Window[servers];
        for (Outcome outcome : Outcome.values()) {
            outcomes.put(outcome, new LongAdder());
        }
        Arrays.setAll(lengths, i -> new Window());
        Arrays.setAll(opaques, i -> new Window());
    }

    /** When a kind of damage was done last, or that it is being done. Written by the script. */
    private static final class Window {
        private volatile long from = NEVER;
        private volatile long to = NEVER;

        void open() {
            to = Long.MAX_VALUE;
            from = System.nanoTime();
        }

        void close() {
            if (to == Long.MAX_VALUE) {
                // What was on its way may arrive a little later.
                to = System.nanoTime() + TIMEOUT.toNanos();
            }
        }

        boolean touches(long callFrom, long callTo) {
            return from != NEVER && callTo >= from && callFrom <= to;
        }
    }

    /** Runs, prints what happened, and returns what must not have. */
    List<String> run(Duration duration, int callers, long seed) throws InterruptedException {
        System.out.println("Torture: seed " + seed + ", " + callers + " callers for " + duration.toSeconds() + " s on "
                + System.getProperty("java.version"));
        Random random = new Random(seed);
        List<MemcachedProcess> servers = new ArrayList<>();
        List<FaultProxy> proxies = new ArrayList<>();
        try {
            for (int i = 0; i < lengths.length; i++) {
                servers.add(MemcachedProcess.start());
                proxies.add(FaultProxy.to(servers.get(i).host(), servers.get(i).port()));
            }
            Leftovers before = Leftovers.now(servers);
            attack(duration, callers, random, servers, proxies);
            violations.addAll(before.since(servers, proxies));
        } finally {
            proxies.forEach(FaultProxy::close);
            servers.forEach(MemcachedProcess::close);
        }
        return List.copyOf(violations);
    }

    private void attack(
            Duration duration, int callers, Random random, List<MemcachedProcess> servers, List<FaultProxy> proxies)
            throws InterruptedException {
        int[] ports = proxies.stream().mapToInt(FaultProxy::port).toArray();
        List<Thread> threads = new ArrayList<>();
        int faults;
        ClientSettings settings = Fixture.settings(TIMEOUT, ports);
        // One client whose callers mostly share a connection when it matters, and one whose callers never do.
        try (MemcachedClient sharing = MemcachedClients.open(settings);
                MemcachedClient direct = MemcachedClients.open(Fixture.withDirect(settings, callers));
                Hiccups control = new Hiccups(List.of(Torture::platform, starter, starter, starter, starter))) {
            hiccups = control;
            TortureCaller.fill(sharing);
            for (int i = 0; i < callers; i++) {
                MemcachedClient client = i % 2 == 0 ? sharing : direct;
                threads.add(starter.apply(new TortureCaller(this, client, random.nextLong(), thinkMicros)));
            }
            faults = new TortureScript(this, servers, proxies, threads, random.nextLong())
                    .run(System.nanoTime() + WARM_UP + duration.toNanos());
            over = true;
            for (Thread thread : threads) {
                thread.join(20_000);
                if (thread.isAlive()) {
                    violation("a caller hangs: " + Arrays.toString(thread.getStackTrace()), null);
                }
            }
            awaitRecovery(sharing);
            awaitRecovery(direct);
        }
        StringBuilder line = new StringBuilder("Torture: " + faults + " faults, exchanges");
        outcomes.forEach(
                (outcome, count) -> line.append(" ").append(outcome).append(" ").append(count.sum()));
        System.out.println(line.append(", longest call ")
                .append(TimeUnit.NANOSECONDS.toMillis(longest.get()))
                .append(" ms at a timeout of ")
                .append(TIMEOUT.toMillis()));
        if (outcomes.get(Outcome.ANSWERED).sum() < 10L * faults) {
            violation("hardly anything was answered", null);
        }
    }

    private static void awaitRecovery(MemcachedClient client) {
        for (Server server : client.servers()) {
            Fixture.await("server [" + server.name() + "] is used again", () -> {
                Exchange exchange = new Exchange(server, List.of(Request.noop()));
                client.run(exchange);
                return exchange.isAnswered();
            });
        }
    }

    static Thread platform(Runnable task) {
        Thread thread = new Thread(task, "torture");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    boolean isOver() {
        return over;
    }

    void violation(String what, Throwable cause) {
        if (cause != null) {
            cause.printStackTrace();
        }
        if (violations.size() < 50) {
            violations.add(what);
        }
    }

    void count(Exchange exchange) {
        outcomes.get(exchange.outcome()).increment();
    }

    /** A call has ended: it must have been in time, as far as the machine let it. */
    void ended(String call, List<Exchange> exchanges, long from, long to) {
        long took = to - from;
        if (from - begun < WARM_UP) {
            return;
        }
        longest.accumulateAndGet(took, Math::max);
        if (took > TIMEOUT.toNanos() + MARGIN) {
            long hiccup = hiccups.largest(from, to);
            // For each of the threads that a call goes through.
            if (took > TIMEOUT.toNanos() + MARGIN + 3 * hiccup) {
                violation(
                        call + " begun after " + (from - begun) / 1_000_000 + " ms took " + took / 1_000_000
                                + " ms, while the machine was late by no more than "
                                + hiccup / 1_000_000 + "; "
                                + exchanges.stream()
                                        .map(x -> x.outcome() + " " + x.problem())
                                        .toList(),
                        null);
            }
        }
    }

    void damaged(int server, ReplyDamage.Kind kind) {
        switch (kind) {
            case LENGTH -> lengths[server].open();
            case OPAQUE -> opaques[server].open();
            case DETECTABLE, HARMLESS -> {}
        }
    }

    void healed(int server) {
        lengths[server].close();
        opaques[server].close();
    }

    /** Whether lengths of replies of this server were damaged during a call. */
    boolean mayDamage(int server, long from, long to) {
        return lengths[server].touches(from, to);
    }

    /** Whether opaques were damaged so that an answer may belong to another request of the same exchange. */
    boolean mayMisroute(int server, long from, long to) {
        return opaques[server].touches(from, to);
    }
}
