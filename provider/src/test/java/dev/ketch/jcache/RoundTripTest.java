// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ketch.KetchCache;
import dev.ketch.KetchCachingProvider;
import dev.ketch.testkit.MemcachedProcess;
import dev.ketch.testkit.proxy.Direction;
import dev.ketch.testkit.proxy.FaultProxy;
import java.net.URI;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.cache.Cache;
import javax.cache.expiry.Duration;
import javax.cache.expiry.TouchedExpiryPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How often an operation goes to the servers, as packets, and with how many commands. */
@Timeout(60)
class RoundTripTest {
    /** Requests in a packet of a batch, those of the counter not among them. */
    private static final int PER_PACKET = 255;

    private final MemcachedProcess one = MemcachedProcess.start();
    private final MemcachedProcess two = MemcachedProcess.start();
    private final List<FaultProxy> proxies =
            List.of(FaultProxy.to(one.host(), one.port()), FaultProxy.to(two.host(), two.port()));
    private final KetchCachingProvider provider = new KetchCachingProvider();
    private Cache<String, Integer> cache;

    @BeforeEach
    void warm() {
        String servers = proxies.stream().map(FaultProxy::address).collect(Collectors.joining(","));
        cache = provider.getCacheManager(URI.create("memcached://" + servers + "/trips"), null)
                .createCache("orders", Jvms.plain());
        for (int i = 0; i < 50; i++) {
            cache.put("k" + i, i);
        }
        // Operations on both servers go by other connections than those on one; each is greeted once.
        for (int i = 0; i < 50; i++) {
            cache.getAll(new LinkedHashSet<>(List.of("k" + i, "k" + (i + 1), "k" + (i + 2))));
            cache.getAll(new LinkedHashSet<>(List.of("k" + (i + 2), "k" + (i + 1), "k" + i)));
        }
    }

    @AfterEach
    void stop() {
        provider.close();
        proxies.forEach(FaultProxy::close);
        one.close();
        two.close();
    }

    private record Cost(List<Long> packets, long gets, long sets, long deletes, long touches) {
        long allPackets() {
            return packets.stream().mapToLong(Long::longValue).sum();
        }
    }

    private Cost measured() {
        return new Cost(
                proxies.stream().map(p -> p.packets(Direction.TO_SERVER)).toList(),
                sum(stats -> Long.parseLong(stats.getOrDefault("cmd_get", "0"))),
                sum(stats -> Long.parseLong(stats.getOrDefault("cmd_set", "0"))),
                sum(stats -> Long.parseLong(stats.getOrDefault("delete_hits", "0"))
                        + Long.parseLong(stats.getOrDefault("delete_misses", "0"))),
                sum(stats -> Long.parseLong(stats.getOrDefault("cmd_touch", "0"))));
    }

    private long sum(Function<Map<String, String>, Long> counter) {
        return counter.apply(one.stats()) + counter.apply(two.stats());
    }

    private Cost costOf(Runnable operation) {
        Cost before = measured();
        operation.run();
        Cost after = measured();
        return new Cost(
                IntStream.range(0, proxies.size())
                        .mapToObj(i -> after.packets.get(i) - before.packets.get(i))
                        .toList(),
                after.gets - before.gets,
                after.sets - before.sets,
                after.deletes - before.deletes,
                after.touches - before.touches);
    }

    private void assertCost(Runnable operation, long packets, long gets, long sets, long deletes) {
        Cost cost = costOf(operation);
        assertThat(cost.allPackets()).as("packets").isEqualTo(packets);
        assertThat(cost.gets).as("gets").isEqualTo(gets);
        assertThat(cost.sets).as("sets").isEqualTo(sets);
        assertThat(cost.deletes).as("deletes").isEqualTo(deletes);
    }

    @Test
    void aReadTakesOne() {
        assertCost(() -> assertThat(cache.get("k1")).isEqualTo(1), 1, 2, 0, 0);
        assertCost(() -> assertThat(cache.get("missing")).isNull(), 1, 2, 0, 0);
        assertCost(() -> assertThat(cache.containsKey("k1")).isTrue(), 1, 2, 0, 0);
    }

    /** That a read moves the deadline costs nothing more, where memcached alone may end the entry. */
    @Test
    void aReadThatMovesTheDeadlineTakesOne() {
        Cache<String, Integer> touched = touched(new Duration(TimeUnit.MINUTES, 10));
        touched.put("k1", 1);
        assertCost(() -> assertThat(touched.get("k1")).isEqualTo(1), 1, 1, 0, 0);
        assertCost(() -> assertThat(touched.get("missing")).isNull(), 1, 1, 0, 0);
        KetchCache<String, Integer> waiting = touched.unwrap(KetchCache.class);
        assertCost(() -> assertThat(AsyncTest.end(waiting.getAsync("k1"))).isEqualTo(1), 1, 1, 0, 0);

        Map<String, Integer> many = new HashMap<>();
        for (int i = 0; i < 100; i++) {
            many.put("many" + i, i);
        }
        touched.putAll(many);
        Cost cost = costOf(() -> assertThat(touched.getAll(many.keySet())).isEqualTo(many));
        assertThat(cost.packets).containsOnly(1L);
        assertThat(cost.touches).isEqualTo(100);
        assertThat(cost.sets).isZero();
    }

    @Test
    void aReadThatWritesADeadlineTakesTwo() {
        Cache<String, Integer> touched = touched(new Duration(TimeUnit.SECONDS, 9));
        touched.put("k1", 1);
        assertCost(() -> assertThat(touched.get("k1")).isEqualTo(1), 2, 2, 1, 0);
        touched.putAll(Map.of("k2", 2, "k3", 3, "k4", 4));
        Cost cost = costOf(
                () -> assertThat(touched.getAll(Set.of("k2", "k3", "k4"))).hasSize(3));
        assertThat(cost.packets).allMatch(n -> n == 0 || n == 2);
        assertThat(cost.sets).isEqualTo(3);
    }

    private Cache<String, Integer> touched(Duration duration) {
        Cache<String, Integer> touched = cache.getCacheManager()
                .createCache(
                        "touched",
                        Jvms.<String, Integer>plain().setExpiryPolicyFactory(TouchedExpiryPolicy.factoryOf(duration)));
        // Each server's counter is known then.
        for (int i = 0; i < 50; i++) {
            touched.get("k" + i);
        }
        return touched;
    }

    @Test
    void aPutTakesOne() {
        assertCost(() -> cache.put("k1", 2), 1, 1, 1, 0);
        assertCost(() -> cache.put("new", 2), 1, 1, 1, 0);
    }

    @Test
    void aCreationTakesOne() {
        assertCost(() -> assertThat(cache.putIfAbsent("new", 1)).isTrue(), 1, 2, 1, 0);
        assertCost(() -> assertThat(cache.putIfAbsent("k1", 7)).isFalse(), 1, 2, 1, 0);
    }

    @Test
    void aRemovalTakesOne() {
        assertCost(() -> assertThat(cache.remove("k1")).isTrue(), 1, 2, 0, 0);
        assertCost(() -> assertThat(cache.remove("k1")).isFalse(), 1, 2, 0, 0);
    }

    @Test
    void whatDependsOnTheEntryTakesTwo() {
        assertCost(() -> assertThat(cache.replace("k1", 1, 2)).isTrue(), 2, 2, 1, 0);
        assertCost(() -> assertThat(cache.replace("k1", 7, 2)).isFalse(), 1, 2, 0, 0);
        assertCost(() -> assertThat(cache.getAndPut("k1", 3)).isEqualTo(2), 2, 2, 1, 0);
        assertCost(() -> assertThat(cache.getAndRemove("k1")).isEqualTo(3), 2, 2, 0, 1);
        assertCost(
                () -> cache.invoke("k2", (entry, arguments) -> {
                    entry.setValue(entry.getValue() + 1);
                    return null;
                }),
                2,
                2,
                1,
                0);
    }

    @Test
    void manyKeysTakeAsManyPacketsAsTheyFillOnEachServer() {
        Map<String, Integer> entries = new HashMap<>();
        for (int i = 0; i < 500; i++) {
            entries.put("many" + i, i);
        }
        Cost put = costOf(() -> cache.putAll(entries));
        assertThat(put.sets).isEqualTo(500);
        long packets = put.gets / 2;
        assertThat(put.gets).as("a packet reads the counter before and after").isEven();
        assertThat(packets).isBetween(2L, 2 + 500L / PER_PACKET);
        // What is longer than the proxy reads at once counts as two.
        assertThat(put.allPackets()).isBetween(2L, 2 * packets);

        Cost get = costOf(() -> assertThat(cache.getAll(entries.keySet())).isEqualTo(entries));
        assertThat(get.gets).isEqualTo(500 + packets);
        assertThat(get.allPackets()).isBetween(2L, packets);

        Cost remove = costOf(() -> cache.removeAll(entries.keySet()));
        assertThat(remove.deletes).isEqualTo(500);
        assertThat(remove.gets).isZero();
        assertThat(remove.allPackets()).isBetween(2L, packets);
        assertThat(cache.getAll(entries.keySet())).isEmpty();
    }

    @Test
    void manyProcessorsTakeTwo() {
        Set<String> keys = Set.of("k1", "k2", "k3", "k4", "k5", "k6", "k7", "k8");
        Cost cost = costOf(() -> cache.invokeAll(keys, (entry, arguments) -> {
            entry.setValue(entry.getValue() + 1);
            return null;
        }));
        assertThat(cost.packets).allMatch(n -> n == 0 || n == 2);
        assertThat(cost.sets).isEqualTo(8);
    }

    @Test
    void aClearTakesOneOnEachServer() {
        Cost cost = costOf(cache::clear);
        assertThat(cost.packets).containsExactly(1L, 1L);
        assertThat(cost.gets + cost.sets + cost.deletes).isZero();
        assertThat(cache.containsKey("k2")).isFalse();
    }
}
