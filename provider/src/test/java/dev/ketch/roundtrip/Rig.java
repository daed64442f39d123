// SPDX-License-Identifier: Apache-2.0
package dev.ketch.roundtrip;

import dev.ketch.KetchCachingProvider;
import dev.ketch.client.MemcachedClient;
import dev.ketch.testkit.MemcachedProcess;
import dev.ketch.testkit.proxy.Direction;
import dev.ketch.testkit.proxy.FaultProxy;
import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import javax.cache.CacheManager;
import org.jspecify.annotations.Nullable;

/** Two servers behind proxies, two JVMs on them, and the meters. For one thread; the proxies call from theirs. */
final class Rig implements AutoCloseable {
    static final String NAMESPACE = "trips";

    private static final byte REQUEST = (byte) 0x80;
    private static final byte RESPONSE = (byte) 0x81;
    private static final byte NOOP = 0x0a;
    private static final int HEADER = 24;

    private final List<MemcachedProcess> servers = List.of(MemcachedProcess.start(), MemcachedProcess.start());
    private final List<FaultProxy> proxies = servers.stream()
            .map(server -> FaultProxy.to(server.host(), server.port()))
            .toList();
    private final KetchCachingProvider here = new KetchCachingProvider();
    private final KetchCachingProvider there = new KetchCachingProvider();
    private final CacheManager manager = here.getCacheManager(uri(), null);
    private final CacheManager otherManager = there.getCacheManager(uri(), null);
    private final MemcachedClient client = manager.unwrap(MemcachedClient.class);

    /** What the other JVM does while an operation is measured is not counted. */
    private volatile Reading aside = Reading.nothing();

    /** So are the questions whether a connection that has rested is still alive: a slow machine decides about them. */
    private final AtomicLong checks = new AtomicLong();

    /** A round trip begins with what is sent first, and with what is sent once something has been answered. */
    private final AtomicLong trips = new AtomicLong();

    private final AtomicBoolean answered = new AtomicBoolean();

    /** What has come for the operation that is measured, and has been given to its round trip. */
    private final AtomicLong sentPackets = new AtomicLong();

    private final AtomicLong sentBytes = new AtomicLong();

    private volatile boolean steppedAside;
    private volatile @Nullable Gate gate;
    private volatile @Nullable Runnable interruption;
    private final AtomicLong untilInterruption = new AtomicLong();

    Rig() {
        for (FaultProxy proxy : proxies) {
            proxy.all().rewrite(Direction.TO_SERVER, this::request).rewrite(Direction.TO_CLIENT, this::answer);
        }
    }

    CacheManager manager() {
        return manager;
    }

    /** Of another JVM. */
    CacheManager otherManager() {
        return otherManager;
    }

    private URI uri() {
        String list = proxies.stream().map(FaultProxy::address).collect(Collectors.joining(","));
        return URI.create("memcached://" + list + "/" + NAMESPACE + "?timeout=20s&connectTimeout=20s");
    }

    MemcachedClient client() {
        return client;
    }

    /** Does something that is not counted. */
    void aside(Runnable something) {
        Reading before = read();
        steppedAside = true;
        try {
            something.run();
        } finally {
            steppedAside = false;
            aside = aside.plus(read().minus(before));
        }
    }

    /** Has something done, aside, before the packet of this number from now, counted from 1, goes on to its server. */
    void before(int packet, Runnable something) {
        untilInterruption.set(packet);
        interruption = something;
    }

    Reading costOf(Runnable operation) {
        forget();
        Reading before = read();
        operation.run();
        return cost(before);
    }

    /** The same where no answer passes before so many packets, or bytes, have been sent. */
    Reading gated(Runnable operation, boolean byBytes, long... ends) {
        forget();
        AtomicLong meter = byBytes ? sentBytes : sentPackets;
        long base = meter.get();
        Gate kept = new Gate(() -> meter.get() - base, ends);
        Reading before = read();
        gate = kept;
        try {
            operation.run();
        } finally {
            gate = null;
        }
        Reading cost = cost(before);
        if (!kept.problem().get().isEmpty()) {
            throw new AssertionError(kept.problem().get());
        }
        return cost;
    }

    private void forget() {
        aside = Reading.nothing();
        checks.set(0);
        answered.set(true);
    }

    private Reading cost(Reading before) {
        return read().minus(before).minus(uncounted());
    }

    private Reading uncounted() {
        long n = checks.get();
        return aside.plus(new Reading(0, 0, n, n * HEADER, Reading.nothing().commands()));
    }

    private long sum(ToLongFunction<FaultProxy> meter) {
        return proxies.stream().mapToLong(meter).sum();
    }

    private Reading read() {
        Reading sum = Reading.nothing();
        sum.commands().replaceAll((counted, zero) -> servers.stream()
                .mapToLong(server -> counted.of(server.stats()))
                .sum());
        return new Reading(
                sum(FaultProxy::connections),
                trips.get(),
                sum(proxy -> proxy.packets(Direction.TO_SERVER)),
                sum(proxy -> proxy.bytes(Direction.TO_SERVER)),
                sum.commands());
    }

    private byte[] request(byte[] bytes) {
        if (steppedAside) {
            return bytes;
        }
        if (isAlone(bytes, REQUEST)) {
            checks.incrementAndGet();
            return bytes;
        }
        if (answered.getAndSet(false)) {
            trips.incrementAndGet();
        }
        sentBytes.addAndGet(bytes.length);
        sentPackets.incrementAndGet();
        Runnable something = interruption;
        if (something != null && untilInterruption.decrementAndGet() == 0) {
            interruption = null;
            aside(something);
        }
        return bytes;
    }

    private byte[] answer(byte[] bytes) {
        if (!steppedAside && !isAlone(bytes, RESPONSE)) {
            Gate present = gate;
            if (present != null) {
                present.await();
            }
            answered.set(true);
        }
        return bytes;
    }

    /** Whether this is a NOOP and nothing else. */
    private static boolean isAlone(byte[] bytes, byte magic) {
        return bytes.length == HEADER && bytes[0] == magic && bytes[1] == NOOP;
    }

    @Override
    public void close() {
        here.close();
        there.close();
        proxies.forEach(FaultProxy::close);
        servers.forEach(MemcachedProcess::close);
    }
}
