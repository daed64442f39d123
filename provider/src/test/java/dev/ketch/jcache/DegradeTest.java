// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ketch.KetchConfiguration;
import dev.ketch.OnUnavailable;
import dev.ketch.ServerUnavailableException;
import dev.ketch.client.MemcachedClient;
import dev.ketch.client.Server;
import dev.ketch.client.ServerState;
import dev.ketch.testkit.MemcachedProcess;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.cache.Cache;
import javax.cache.configuration.FactoryBuilder;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CompletionListenerFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A cache one of whose two servers is lost: it goes on, and nothing that it then wanted to replace is read later. */
@Timeout(120)
class DegradeTest {
    private static final int KEYS = 60;

    private MemcachedProcess one;
    private MemcachedProcess two;
    private Jvms jvms;
    private Cache<String, Integer> cache;
    private MemcachedClient client;

    /** Keys whose server will be lost, and of the other. */
    private final Set<String> lost = new HashSet<>();

    private final Set<String> kept = new HashSet<>();

    /** How a server is lost. */
    private enum Loss {
        KILLED,
        STOPPED,
        MARKED
    }

    @BeforeEach
    void start() {
        one = MemcachedProcess.start();
        two = MemcachedProcess.start();
        jvms = new Jvms("?timeout=1s&connectTimeout=1s&firstProbe=50ms&longestProbe=100ms", one, two);
        cache = jvms.open("orders");
        client = cache.unwrap(MemcachedClient.class);
        for (int i = 0; i < KEYS; i++) {
            String key = "k" + i;
            int value = i;
            // The first call has to connect as well, for which the time may be short.
            Awaiting.until(() -> {
                cache.put(key, value);
                return client.status(serverOf(key)).journal() == 0
                        && Integer.valueOf(value).equals(cache.get(key));
            });
            boolean first = serverOf(key).name().equals(one.address());
            (first ? lost : kept).add(key);
        }
        assertThat(lost).isNotEmpty();
        assertThat(kept).isNotEmpty();
    }

    @AfterEach
    void stop() {
        jvms.close();
        one.close();
        two.close();
    }

    private Server serverOf(String key) {
        return client.serverOf(jvms.wireKey("orders", key));
    }

    private Server server() {
        return client.servers().stream()
                .filter(s -> s.name().equals(one.address()))
                .findAny()
                .orElseThrow();
    }

    private void lose(Loss loss) {
        switch (loss) {
            case KILLED -> one.kill();
            case STOPPED -> one.stop();
            case MARKED -> client.markOffline(server());
        }
        String any = lost.iterator().next();
        Awaiting.until(() -> {
            cache.get(any);
            return !client.status(server()).state().admitsCalls();
        });
    }

    private void giveBack(Loss loss) {
        switch (loss) {
            case KILLED -> one.restart();
            case STOPPED -> one.cont();
            case MARKED -> client.markOnline(server());
        }
        Awaiting.until(() -> client.status(server()).state() == ServerState.UP);
    }

    @ParameterizedTest
    @EnumSource(Loss.class)
    void itGoesOnWithoutAndReadsNothingOlderAfterwards(Loss loss) {
        lose(loss);
        for (String key : lost) {
            assertThat(cache.get(key)).isNull();
            assertThat(cache.containsKey(key)).isFalse();
        }
        for (String key : kept) {
            assertThat(cache.get(key)).isNotNull();
        }
        assertThat(cache.getAll(all()).keySet()).isEqualTo(kept);
        List<String> some = new ArrayList<>(lost);
        cache.put(some.get(0), 1000);
        assertThat(cache.remove(some.get(1))).isFalse();
        cache.putAll(Map.of(some.get(2), 1002, kept.iterator().next(), 1003));
        cache.removeAll(Set.of(some.get(3)));
        String result = cache.invoke(some.get(4), (entry, arguments) -> {
            String found = entry.exists() ? "there" : "absent";
            entry.setValue(1004);
            return found;
        });
        assertThat(result).isEqualTo("absent");
        assertThat(cache.get(kept.iterator().next())).isEqualTo(1003);
        giveBack(loss);
        for (int i = 0; i < 5; i++) {
            assertThat(cache.get(some.get(i))).as(some.get(i)).isNull();
        }
        if (loss != Loss.KILLED) {
            for (String key : some.subList(5, some.size())) {
                assertThat(cache.get(key)).isEqualTo(Integer.valueOf(key.substring(1)));
            }
        }
        for (String key : lost) {
            cache.put(key, 1);
        }
        assertThat(cache.getAll(all())).hasSize(KEYS);
    }

    private Set<String> all() {
        Set<String> all = new HashSet<>(lost);
        all.addAll(kept);
        return all;
    }

    @Test
    void whatWouldBeALieThrows() {
        lose(Loss.MARKED);
        String key = lost.iterator().next();
        List<Runnable> demanding = List.of(
                () -> cache.putIfAbsent(key, 1),
                () -> cache.replace(key, 1),
                () -> cache.replace(key, 1, 2),
                () -> cache.remove(key, 1),
                () -> cache.getAndPut(key, 1),
                () -> cache.getAndRemove(key),
                () -> cache.getAndReplace(key, 1));
        for (Runnable operation : demanding) {
            assertThatThrownBy(operation::run)
                    .isInstanceOf(ServerUnavailableException.class)
                    .hasMessageContainingAll("cache [orders]", one.address(), "is OFFLINE since", "marked offline");
        }
        assertThat(client.status(server()).journal()).isZero();
        giveBack(Loss.MARKED);
        assertThat(cache.get(key)).isEqualTo(Integer.valueOf(key.substring(1)));
    }

    /** Depends on a clear that reached no server being kept in the journal, as a fence to be raised. */
    @ParameterizedTest
    @EnumSource(Loss.class)
    void clearIsMadeUpFor(Loss loss) {
        lose(loss);
        cache.clear();
        assertThat(cache.getAll(all())).isEmpty();
        giveBack(loss);
        assertThat(cache.getAll(all())).isEmpty();
        for (String key : all()) {
            cache.put(key, 7);
        }
        assertThat(cache.getAll(all())).hasSize(KEYS);
    }

    @Test
    void removeAllIsMadeUpForToo() {
        lose(Loss.MARKED);
        cache.removeAll();
        giveBack(Loss.MARKED);
        assertThat(cache.getAll(all())).isEmpty();
    }

    @Test
    void iteratorsSkipTheServer() {
        lose(Loss.MARKED);
        Set<String> met = new HashSet<>();
        cache.forEach(entry -> met.add(entry.getKey()));
        assertThat(met).isEqualTo(kept);
        giveBack(Loss.MARKED);
        Set<String> again = new HashSet<>();
        cache.forEach(entry -> again.add(entry.getKey()));
        assertThat(again).isEqualTo(all());
    }

    @Test
    void aCacheCanSayThatItFails() {
        Cache<String, Integer> strict =
                jvms.open("strict", new KetchConfiguration<String, Integer>().setOnUnavailable(OnUnavailable.FAIL));
        Map<String, Integer> many = new HashMap<>();
        all().forEach(key -> many.put(key, 1));
        strict.putAll(many);
        lose(Loss.MARKED);
        assertThatThrownBy(() -> strict.putAll(many)).isInstanceOf(ServerUnavailableException.class);
        assertThatThrownBy(() -> strict.getAll(all())).isInstanceOf(ServerUnavailableException.class);
        assertThatThrownBy(strict::clear).isInstanceOf(ServerUnavailableException.class);
        assertThat(client.status(server()).journal()).isZero();
    }

    @Test
    void readThroughLoadsWhatIsMissed() {
        MutableConfiguration<String, Integer> configuration = Jvms.<String, Integer>plain()
                .setReadThrough(true)
                .setCacheLoaderFactory(FactoryBuilder.factoryOf(Loader.class));
        Cache<String, Integer> loading = jvms.open("loading", configuration);
        lose(Loss.MARKED);
        for (int i = 0; i < KEYS; i++) {
            assertThat(loading.get("load" + i)).isEqualTo(42);
        }
        assertThat(loading.getAll(Set.of("load1", "load2", "load3"))).hasSize(3).containsEntry("load2", 42);
        giveBack(Loss.MARKED);
        assertThat(loading.get("load1")).isEqualTo(42);
    }

    @Test
    void whatLoadAllShouldHaveReplacedIsNotReadLater() throws Exception {
        MutableConfiguration<String, Integer> configuration =
                Jvms.<String, Integer>plain().setCacheLoaderFactory(FactoryBuilder.factoryOf(Loader.class));
        Cache<String, Integer> loading = jvms.open("replacing", configuration);
        Set<String> keys = new HashSet<>();
        for (int i = 0; i < KEYS; i++) {
            keys.add("r" + i);
            loading.put("r" + i, 1);
        }
        lose(Loss.MARKED);
        CompletionListenerFuture done = new CompletionListenerFuture();
        loading.loadAll(keys, true, done);
        done.get();
        giveBack(Loss.MARKED);
        assertThat(loading.getAll(keys)).isNotEmpty().allSatisfy((key, value) -> assertThat(value)
                .isEqualTo(42));
    }

    /** Loads 42. */
    public static final class Loader implements CacheLoader<String, Integer> {
        @Override
        public Integer load(String key) {
            return 42;
        }

        @Override
        public Map<String, Integer> loadAll(Iterable<? extends String> keys) {
            Map<String, Integer> loaded = new HashMap<>();
            keys.forEach(key -> loaded.put(key, 42));
            return loaded;
        }
    }
}
