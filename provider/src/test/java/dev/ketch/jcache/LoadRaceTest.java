// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.cache.Cache;
import javax.cache.integration.CompletionListenerFuture;
import javax.cache.processor.EntryProcessor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A load under way while the same JVM removes the key: what it read before the removal is not stored after it. */
@Timeout(60)
class LoadRaceTest extends OnOneServer {
    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A store behind the cache, with places to stop at. */
    private static final class Database extends SimpleLoader<String, String> implements SimpleWriter<String, String> {
        final Map<String, String> rows = new ConcurrentHashMap<>(Map.of("k", "old"));
        final CountDownLatch read = new CountDownLatch(1);
        final CountDownLatch goOn = new CountDownLatch(1);
        final CountDownLatch deleting = new CountDownLatch(1);

        @Override
        public @Nullable String load(String key) {
            String row = rows.get(key);
            read.countDown();
            await(goOn);
            return row;
        }

        @Override
        public void write(Cache.Entry<? extends String, ? extends String> entry) {
            rows.put(entry.getKey(), entry.getValue());
        }

        @Override
        public void delete(Object key) {
            deleting.countDown();
            await(read);
            rows.remove(key);
        }
    }

    private record Way(String name, Consumer<Cache<String, String>> action) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Way> removals() {
        return List.of(
                new Way("remove", cache -> cache.remove("k")),
                new Way("getAndRemove", cache -> cache.getAndRemove("k")),
                new Way("removeAll(keys)", cache -> cache.removeAll(Set.of("k"))),
                new Way(
                        "invoke",
                        cache -> cache.invoke("k", (entry, arguments) -> {
                            entry.remove();
                            return null;
                        })),
                new Way(
                        "invokeAll",
                        cache -> cache.invokeAll(Set.of("k"), (entry, arguments) -> {
                            entry.remove();
                            return null;
                        })));
    }

    static List<Way> loads() {
        return List.of(
                new Way("get", cache -> cache.get("k")),
                new Way("getAll", cache -> cache.getAll(Set.of("k"))),
                new Way("loadAll", cache -> {
                    CompletionListenerFuture done = new CompletionListenerFuture();
                    cache.loadAll(Set.of("k"), false, done);
                    try {
                        done.get(20, TimeUnit.SECONDS);
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                }));
    }

    /** The load begins after the removal has, and reads the row before the writer deletes it. */
    @ParameterizedTest
    @MethodSource("removals")
    void aLoadThatOvertakesTheWriterIsDropped(Way removal) throws Exception {
        Database database = new Database();
        try (Jvms jvms = new Jvms(server)) {
            Cache<String, String> cache = jvms.open(
                    "rows",
                    Jvms.<String, String>plain()
                            .setReadThrough(true)
                            .setCacheLoaderFactory(() -> database)
                            .setWriteThrough(true)
                            .setCacheWriterFactory(() -> database));
            Thread remover = new Thread(() -> removal.action.accept(cache));
            remover.start();
            await(database.deleting);
            Thread reader = new Thread(() -> cache.get("k"));
            reader.start();
            remover.join();
            database.goOn.countDown();
            reader.join();
            assertThat(database.rows).isEmpty();
            assertThat(cache.containsKey("k")).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("loads")
    void whatWasReadBeforeARemovalIsDropped(Way load) throws Exception {
        Database database = new Database();
        try (Jvms jvms = new Jvms(server)) {
            Cache<String, String> cache = jvms.open(
                    "rows", Jvms.<String, String>plain().setReadThrough(true).setCacheLoaderFactory(() -> database));
            Thread reader = new Thread(() -> load.action.accept(cache));
            reader.start();
            await(database.read);
            database.rows.remove("k");
            assertThat(cache.remove("k")).isFalse();
            database.goOn.countDown();
            reader.join();
            assertThat(cache.containsKey("k")).isFalse();
        }
    }

    /** Who holds another key's lock does not wait for this one's, so that the removal ends before the load. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatAProcessorHasLoadedBeforeARemovalIsDropped(boolean batch) throws Exception {
        Database database = new Database();
        try (Jvms jvms = new Jvms(server)) {
            Cache<String, String> cache = jvms.open(
                    "rows", Jvms.<String, String>plain().setReadThrough(true).setCacheLoaderFactory(() -> database));
            EntryProcessor<String, String, String> looks = (entry, arguments) -> entry.getValue();
            CompletableFuture<String> reader = CompletableFuture.supplyAsync(() ->
                    batch ? cache.invokeAll(Set.of("k"), looks).get("k").get() : cache.<String>invoke("k", looks));
            await(database.read);
            database.rows.remove("k");
            cache.invoke("other", (entry, arguments) -> cache.remove("k"));
            database.goOn.countDown();
            assertThat(reader.get(30, TimeUnit.SECONDS)).isEqualTo("old");
            assertThat(cache.containsKey("k")).isFalse();
        }
    }

    /** As the writer deletes the row, another JVM stores what it has read of it before. */
    @ParameterizedTest
    @ValueSource(strings = {"k", "there"})
    void whatAnotherJvmLoadsWhileTheWriterDeletesIsRemoved(String key) {
        try (Jvms jvms = new Jvms(server)) {
            Cache<String, String> other = jvms.openElsewhere("rows");
            SimpleWriter<String, String> writer = new SimpleWriter<>() {
                @Override
                public void write(Cache.Entry<? extends String, ? extends String> entry) {}

                @Override
                public void delete(Object deleted) {
                    other.put((String) deleted, "old");
                }
            };
            Cache<String, String> cache = jvms.open(
                    "rows", Jvms.<String, String>plain().setWriteThrough(true).setCacheWriterFactory(() -> writer));
            cache.put("there", "v");
            cache.removeAll(Set.of(key, "b"));
            assertThat(cache.containsKey(key)).isFalse();
            assertThat(cache.containsKey("b")).isFalse();
        }
    }
}
