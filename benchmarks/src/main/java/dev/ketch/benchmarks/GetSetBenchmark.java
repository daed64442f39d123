// SPDX-License-Identifier: Apache-2.0
package dev.ketch.benchmarks;

import dev.ketch.testkit.MemcachedProcess;
import java.net.URI;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.spi.CachingProvider;
import net.spy.memcached.AddrUtil;
import net.spy.memcached.ConnectionFactoryBuilder;
import net.spy.memcached.MemcachedClient;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One get, one put of a 100-character String: the whole JCache of Ketch (key encoding, generation check, item header
 * and CRC, Kryo) beside the bare spymemcached client with its own transcoder, both on the binary protocol.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@Threads(4)
@State(Scope.Benchmark)
public class GetSetBenchmark {
    private static final int KEYS = 10_000;

    /** The client under test. */
    @Param({"ketch", "spymemcached"})
    public String client = "ketch";

    private final String value = "v".repeat(100);
    private final String[] keys = new String[KEYS];
    private MemcachedProcess server;
    private Store store;

    /** What both clients can do. */
    private interface Store extends AutoCloseable {
        String get(String key);

        void put(String key, String value);

        @Override
        void close();
    }

    @Setup(Level.Trial)
    public void start() throws Exception {
        server = MemcachedProcess.start("-m", "512");
        store = switch (client) {
            case "ketch" -> new Ketch(server.address());
            case "spymemcached" -> new Spy(server.address());
            default -> throw new IllegalArgumentException("client [" + client + "] is neither ketch nor spymemcached");
        };
        for (int i = 0; i < KEYS; i++) {
            keys[i] = "order-" + i;
            store.put(keys[i], value);
        }
    }

    @TearDown(Level.Trial)
    public void stop() {
        store.close();
        server.close();
    }

    @Benchmark
    public String get() {
        String got = store.get(keys[ThreadLocalRandom.current().nextInt(KEYS)]);
        if (got == null || got.length() != value.length()) {
            throw new IllegalStateException("a value is missing or wrong: " + got);
        }
        return got;
    }

    @Benchmark
    public void put() {
        store.put(keys[ThreadLocalRandom.current().nextInt(KEYS)], value);
    }

    private static final class Ketch implements Store {
        private final CachingProvider provider = Caching.getCachingProvider();
        private final Cache<String, String> cache;

        Ketch(String address) {
            CacheManager manager = provider.getCacheManager(URI.create("memcached://" + address + "/bench"), null);
            cache = manager.createCache(
                    "bench", new MutableConfiguration<String, String>().setTypes(String.class, String.class));
        }

        @Override
        public String get(String key) {
            return cache.get(key);
        }

        @Override
        public void put(String key, String value) {
            cache.put(key, value);
        }

        @Override
        public void close() {
            provider.close();
        }
    }

    private static final class Spy implements Store {
        private final MemcachedClient client;

        Spy(String address) throws Exception {
            System.setProperty("net.spy.log.LoggerImpl", "net.spy.memcached.compat.log.SunLogger");
            client = new MemcachedClient(
                    new ConnectionFactoryBuilder()
                            .setProtocol(ConnectionFactoryBuilder.Protocol.BINARY)
                            .setLocatorType(ConnectionFactoryBuilder.Locator.CONSISTENT)
                            .setDaemon(true)
                            .build(),
                    AddrUtil.getAddresses(address));
        }

        @Override
        public String get(String key) {
            return (String) client.get(key);
        }

        @Override
        public void put(String key, String value) {
            if (!client.set(key, 0, value).getStatus().isSuccess()) {
                throw new IllegalStateException("not stored");
            }
        }

        @Override
        public void close() {
            client.shutdown();
        }
    }
}
