// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ketch.testkit.MemcachedProcess;
import java.io.Closeable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.cache.Cache;
import javax.cache.expiry.Duration;
import javax.cache.expiry.ExpiryPolicy;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheWriter;
import javax.cache.integration.CompletionListenerFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a cache closes in its end is not called by then, and never again. */
@Timeout(60)
class UserCallsTest {
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger misuses = new AtomicInteger();
    private final CountDownLatch inCall = new CountDownLatch(1);
    private volatile @Nullable CountDownLatch holds;
    private volatile @Nullable Runnable inLoader;

    /** Something of the user's that is used from many threads, until it is closed. */
    private class Part implements Closeable {
        private final AtomicInteger inside = new AtomicInteger();
        private volatile boolean closed;

        void use() {
            calls.incrementAndGet();
            inside.incrementAndGet();
            inCall.countDown();
            CountDownLatch held = holds;
            if (held != null) {
                await(held);
            }
            if (closed) {
                misuses.incrementAndGet();
            }
            inside.decrementAndGet();
        }

        @Override
        public void close() {
            closed = true;
            if (inside.get() != 0) {
                misuses.incrementAndGet();
            }
        }
    }

    private class Loader extends Part implements CacheLoader<String, String> {
        @Override
        public String load(String key) {
            use();
            Runnable action = inLoader;
            if (action != null) {
                action.run();
            }
            return "loaded";
        }

        @Override
        public Map<String, String> loadAll(Iterable<? extends String> keys) {
            use();
            return Map.of();
        }
    }

    private class Writer extends Part implements CacheWriter<String, String> {
        @Override
        public void write(Cache.Entry<? extends String, ? extends String> entry) {
            use();
        }

        @Override
        public void writeAll(Collection<Cache.Entry<? extends String, ? extends String>> entries) {
            use();
            entries.clear();
        }

        @Override
        public void delete(Object key) {
            use();
        }

        @Override
        public void deleteAll(Collection<?> keys) {
            use();
            keys.clear();
        }
    }

    private class Policy extends Part implements ExpiryPolicy {
        @Override
        public Duration getExpiryForCreation() {
            use();
            return Duration.ETERNAL;
        }

        @Override
        public @Nullable Duration getExpiryForAccess() {
            use();
            return null;
        }

        @Override
        public @Nullable Duration getExpiryForUpdate() {
            use();
            return null;
        }
    }

    private Cache<String, String> open(Jvms jvms) {
        return jvms.open(
                "orders",
                Jvms.<String, String>plain()
                        .setReadThrough(true)
                        .setCacheLoaderFactory(Loader::new)
                        .setWriteThrough(true)
                        .setCacheWriterFactory(Writer::new)
                        .setExpiryPolicyFactory(Policy::new));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void operationsUnderWayDoNotUseWhatIsClosed() {
        try (MemcachedProcess server = MemcachedProcess.start();
                Jvms jvms = new Jvms(server)) {
            for (int round = 0; round < 50; round++) {
                Cache<String, String> cache = open(jvms);
                int before = calls.get();
                List<CompletableFuture<Void>> callers = new ArrayList<>();
                for (int caller = 0; caller < 4; caller++) {
                    String key = "k" + caller;
                    callers.add(CompletableFuture.runAsync(() -> useUntilClosed(cache, key)));
                }
                Awaiting.until(() -> calls.get() > before + 20);
                cache.close();
                callers.forEach(caller -> caller.orTimeout(60, TimeUnit.SECONDS).join());
            }
            assertThat(misuses).hasValue(0);
        }
    }

    private static void useUntilClosed(Cache<String, String> cache, String key) {
        try {
            while (true) {
                cache.put(key, "v");
                cache.remove(key);
                cache.get(key);
                cache.removeAll(Set.of(key, "other"));
                cache.getAll(Set.of(key, "other"));
                CompletionListenerFuture loaded = new CompletionListenerFuture();
                cache.loadAll(Set.of(key), true, loaded);
                loaded.get();
            }
        } catch (Exception e) {
            assertThat(cache.isClosed()).isTrue();
            Throwable root = e;
            while (root.getCause() != null) {
                root = root.getCause();
            }
            assertThat(root).hasMessage("cache [orders] is closed");
        }
    }

    @Test
    void aLoadInTheBackgroundIsWaitedFor() {
        try (MemcachedProcess server = MemcachedProcess.start();
                Jvms jvms = new Jvms(server)) {
            Cache<String, String> cache = open(jvms);
            CountDownLatch held = new CountDownLatch(1);
            holds = held;
            cache.loadAll(Set.of("k"), true, null);
            await(inCall);
            CompletableFuture<Void> closing = CompletableFuture.runAsync(cache::close);
            Awaiting.until(() -> Awaiting.threadsIn(UserCalls.class, "close") > 0);
            assertThat(closing).isNotDone();
            held.countDown();
            closing.orTimeout(60, TimeUnit.SECONDS).join();
            assertThat(misuses).hasValue(0);
        }
    }

    @Test
    void whatOnlyAClosedPolicyCouldGiveADeadlineIsNotStored() {
        try (MemcachedProcess server = MemcachedProcess.start();
                Jvms jvms = new Jvms(server)) {
            Cache<String, String> there = jvms.openElsewhere("orders");
            Cache<String, String> cache = open(jvms);
            assertThat(cache.get("k")).isEqualTo("loaded");
            assertThat(there.containsKey("k")).isTrue();
            there.remove("k");
            CountDownLatch held = new CountDownLatch(1);
            holds = held;
            CompletableFuture<String> got = CompletableFuture.supplyAsync(() -> cache.get("k"));
            Awaiting.until(() -> Awaiting.threadsIn(Loader.class, "load") > 0);
            CompletableFuture<Void> closing = CompletableFuture.runAsync(cache::close);
            Awaiting.until(() -> Awaiting.threadsIn(UserCalls.class, "close") > 0);
            held.countDown();
            assertThat(got.orTimeout(60, TimeUnit.SECONDS).join()).isEqualTo("loaded");
            closing.orTimeout(60, TimeUnit.SECONDS).join();
            assertThat(there.containsKey("k")).isFalse();
        }
    }

    @Test
    void aLoaderMayCloseItsCache() {
        try (MemcachedProcess server = MemcachedProcess.start();
                Jvms jvms = new Jvms(server)) {
            Cache<String, String> cache = open(jvms);
            UserCalls others = new UserCalls("others", true);
            inLoader = () -> {
                cache.close();
                assertThat(others.close(System.nanoTime())).isTrue();
            };
            others.run(() -> assertThat(cache.get("k")).isEqualTo("loaded"));
            assertThat(cache.isClosed()).isTrue();
        }
    }

    @Test
    void aCallThatDoesNotEndIsNotWaitedForForEver() {
        UserCalls hanging = new UserCalls("orders", true);
        assertThat(hanging.begin()).isTrue();
        assertThat(hanging.close(System.nanoTime() + 1)).isFalse();
        assertThat(hanging.begin()).isFalse();
        assertThatThrownBy(() -> hanging.run(() -> {})).hasMessage("cache [orders] is closed");
        hanging.end();
        assertThat(hanging.close(System.nanoTime())).isTrue();
        UserCalls ofNothingToClose = new UserCalls("orders", false);
        assertThat(ofNothingToClose.begin()).isTrue();
        assertThat(ofNothingToClose.close(UserCalls.patience())).isTrue();
        assertThat(ofNothingToClose.begin()).isFalse();
    }
}
