// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ketch.client.MemcachedClient;
import dev.ketch.client.Server;
import dev.ketch.client.ServerState;
import dev.ketch.testkit.MemcachedProcess;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.function.Function;
import javax.cache.Cache;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.integration.CacheLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Operations that are under way while the list of servers changes: none fails for it, and nothing older is read. */
@Timeout(120)
class RingChangesUnderWayTest extends ChangingRing {
    @Test
    void nothingFailsAndNothingIsStaleUnderLoad() throws InterruptedException {
        try (Jvms jvms = new Jvms("?timeout=5s&onUnavailable=fail", one, two)) {
            List<Cache<String, Integer>> caches = List.of(jvms.open("load"), jvms.openElsewhere("load"));
            Queue<Object> violations = new ConcurrentLinkedQueue<>();
            AtomicBoolean over = new AtomicBoolean();
            AtomicLong hits = new AtomicLong();
            List<Thread> threads = new ArrayList<>();
            List<Map<String, Integer>> written = new ArrayList<>();
            for (int t = 0; t < 6; t++) {
                Cache<String, Integer> cache = caches.get(t % 2);
                Map<String, Integer> last = new HashMap<>();
                written.add(last);
                String name = "w" + t + "-";
                Thread thread = new Thread(() -> {
                    try {
                        Random random = new Random(name.hashCode());
                        for (int version = 1; !over.get(); version++) {
                            step(cache, name, version, random, last, violations, hits);
                        }
                    } catch (RuntimeException | Error e) {
                        violations.add(e);
                    }
                });
                thread.start();
                threads.add(thread);
            }
            Random random = new Random(42);
            MemcachedProcess[] all = {one, two, three};
            for (int i = 0; i < 40; i++) {
                int without = random.nextInt(4);
                MemcachedProcess[] list = Arrays.stream(all)
                        .filter(s -> without == 3 || s != all[without])
                        .toArray(MemcachedProcess[]::new);
                caches.forEach(cache -> change(cache, list));
                LockSupport.parkNanos(random.nextInt(50_000_000));
            }
            over.set(true);
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(violations).isEmpty();
            assertThat(hits.get()).isPositive();
            for (Cache<String, Integer> cache : caches) {
                for (Map<String, Integer> last : written) {
                    last.forEach(
                            (key, value) -> assertThat(cache.get(key)).as(key).isIn(null, value));
                }
            }
        }
    }

    private static void step(
            Cache<String, Integer> cache,
            String name,
            int version,
            Random random,
            Map<String, Integer> last,
            Queue<Object> violations,
            AtomicLong hits) {
        String key = name + random.nextInt(KEYS);
        switch (random.nextInt(6)) {
            case 0 -> cache.put(key, version);
            case 1 -> {
                if (!cache.putIfAbsent(key, version)) {
                    return;
                }
            }
            case 2 ->
                cache.invoke(key, (entry, arguments) -> {
                    entry.setValue(version);
                    return null;
                });
            case 3 -> {
                if (!cache.replace(key, version)) {
                    return;
                }
            }
            case 4 -> {
                Map<String, Integer> some = new HashMap<>();
                for (int i = 0; i < 10; i++) {
                    some.put(name + random.nextInt(KEYS), version);
                }
                cache.putAll(some);
                last.putAll(some);
                return;
            }
            default -> {
                Set<String> some = new HashSet<>(List.of(key, name + "0", name + "1"));
                cache.getAll(some).forEach((k, v) -> {
                    hits.incrementAndGet();
                    if (!v.equals(last.get(k))) {
                        violations.add(k + " is " + v + ", last written was " + last.get(k));
                    }
                });
                return;
            }
        }
        last.put(key, version);
    }

    /** A key of the last of these servers. */
    private static String keyOfLast(MemcachedClient client, Jvms jvms, String cache) {
        Server last = client.servers().get(client.servers().size() - 1);
        for (int i = 0; ; i++) {
            if (client.serverOf(jvms.wireKey(cache, "k" + i)) == last) {
                return "k" + i;
            }
        }
    }

    private void removeLast(MemcachedClient client) {
        Server last = client.servers().get(1);
        client.changeServers(nodes(one));
        Awaiting.until(() -> client.state(last) == ServerState.REMOVED);
    }

    @Test
    void aLoadThatTakesLongerThanAServerIsThereIsReturned() {
        try (Jvms jvms = new Jvms(FAST + "&timeout=2s&onUnavailable=fail", one, two)) {
            AtomicReference<MemcachedClient> client = new AtomicReference<>();
            AtomicInteger loads = new AtomicInteger();
            Cache<String, Integer> cache = jvms.open(
                    "loaded",
                    Jvms.<String, Integer>plain()
                            .setReadThrough(true)
                            .setCacheLoaderFactory(() -> new Source(key -> {
                                if (loads.incrementAndGet() == 1) {
                                    removeLast(client.get());
                                }
                                return loads.get();
                            })));
            client.set(cache.unwrap(MemcachedClient.class));
            String key = keyOfLast(client.get(), jvms, "loaded");
            assertThat(cache.get(key)).isEqualTo(1);
            assertThat(cache.get(key)).isIn(1, 2);
        }
    }

    @Test
    void aProcessorThatTakesLongerThanAServerIsThereIsRunAgainAndItsOutcomeKept() {
        try (Jvms jvms = new Jvms(FAST + "&timeout=2s&onUnavailable=fail", one, two)) {
            Cache<String, Integer> cache = jvms.open("orders");
            MemcachedClient client = cache.unwrap(MemcachedClient.class);
            String key = keyOfLast(client, jvms, "orders");
            cache.put(key, 1);
            AtomicInteger runs = new AtomicInteger();
            Integer before = cache.invoke(key, (entry, arguments) -> {
                if (runs.incrementAndGet() == 1) {
                    removeLast(client);
                }
                Integer value = entry.getValue();
                entry.setValue(7);
                return value;
            });
            assertThat(before).isNull();
            assertThat(runs.get()).isEqualTo(2);
            assertThat(cache.get(key)).isEqualTo(7);
        }
    }

    @Test
    void aWriterThatTakesLongerThanAServerIsThereIsCalledOnceAndNothingOlderIsRead() throws Exception {
        try (Jvms jvms = new Jvms(FAST + "&timeout=2s&onUnavailable=fail", one, two)) {
            AtomicReference<MemcachedClient> client = new AtomicReference<>();
            Map<String, Integer> source = new ConcurrentHashMap<>();
            AtomicInteger writes = new AtomicInteger();
            MutableConfiguration<String, Integer> reading = Jvms.<String, Integer>plain()
                    .setReadThrough(true)
                    .setCacheLoaderFactory(() -> new Source(source::get));
            Cache<String, Integer> elsewhere = jvms.openElsewhere("written", reading);
            Cache<String, Integer> cache = jvms.open(
                    "written",
                    new MutableConfiguration<>(reading)
                            .setWriteThrough(true)
                            .setCacheWriterFactory(() -> new Sink((key, value) -> {
                                if (writes.incrementAndGet() == 1) {
                                    removeLast(client.get());
                                    change(elsewhere, one);
                                    // Loaded into the new owner before this write.
                                    assertThat(elsewhere.get(key)).isEqualTo(1);
                                }
                                source.put(key, value);
                            })));
            client.set(cache.unwrap(MemcachedClient.class));
            String key = keyOfLast(client.get(), jvms, "written");
            source.put(key, 1);
            cache.put(key, 2);
            assertThat(writes.get()).isEqualTo(1);
            assertThat(cache.get(key)).isEqualTo(2);
            assertThat(elsewhere.get(key)).isEqualTo(2);

            change(cache, one, two);
            change(elsewhere, one, two);
            writes.set(0);
            source.put(key, 1);
            assertThat(cache.get(key)).isEqualTo(1);
            assertThat(cache.replace(key, 3)).isTrue();
            assertThat(writes.get()).isEqualTo(1);
            assertThat(cache.get(key)).isEqualTo(3);
        }
    }

    /** Loads by a function. */
    private record Source(Function<String, Integer> values) implements CacheLoader<String, Integer> {
        @Override
        public Integer load(String key) {
            return values.apply(key);
        }

        @Override
        public Map<String, Integer> loadAll(Iterable<? extends String> keys) {
            Map<String, Integer> loaded = new HashMap<>();
            keys.forEach(key -> loaded.put(key, values.apply(key)));
            return loaded;
        }
    }

    /** Writes by a function. */
    private record Sink(BiConsumer<String, Integer> values) implements SimpleWriter<String, Integer> {
        @Override
        public void write(Cache.Entry<? extends String, ? extends Integer> entry) {
            values.accept(entry.getKey(), entry.getValue());
        }

        @Override
        public void delete(Object key) {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void anIterationGoesOnPastAServerThatIsRemoved() {
        try (Jvms jvms = new Jvms(FAST + "&timeout=2s", one, two)) {
            Cache<String, Integer> cache = jvms.open("orders");
            MemcachedClient client = cache.unwrap(MemcachedClient.class);
            putAll(cache, 1);
            Server gone = client.servers().get(1);
            Iterator<Cache.Entry<String, Integer>> entries = cache.iterator();
            assertThat(entries.hasNext()).isTrue();
            change(cache, one);
            Awaiting.until(() -> client.state(gone) == ServerState.REMOVED);
            entries.forEachRemaining(entry -> assertThat(entry.getValue()).isEqualTo(1));
        }
    }
}
