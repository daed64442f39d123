// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ketch.testkit.MemcachedProcess;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.cache.Cache;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CompletionListenerFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Loaders that load what they need through the cache. */
@Timeout(60)
class NestedLoadsTest {
    /** As many as there are threads for. */
    private static final int AT_ONCE = 4;

    private static void loadAndWait(Cache<String, String> cache, String key) {
        CompletionListenerFuture done = new CompletionListenerFuture();
        cache.loadAll(Set.of(key), true, done);
        try {
            done.get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void loadersThatWaitForOtherLoadsAllEnd() throws Exception {
        CyclicBarrier allLoading = new CyclicBarrier(AT_ONCE);
        AtomicReference<Cache<String, String>> self = new AtomicReference<>();
        CacheLoader<String, String> loader = new CacheLoader<>() {
            @Override
            public String load(String key) {
                return "of " + key;
            }

            @Override
            public Map<String, String> loadAll(Iterable<? extends String> keys) {
                Map<String, String> loaded = new HashMap<>();
                for (String key : keys) {
                    if (!key.startsWith("part")) {
                        try {
                            allLoading.await(20, TimeUnit.SECONDS);
                        } catch (Exception e) {
                            throw new IllegalStateException(e);
                        }
                        loadAndWait(requireNonNull(self.get()), "part " + key);
                    }
                    loaded.put(key, load(key));
                }
                return loaded;
            }
        };
        try (MemcachedProcess server = MemcachedProcess.start();
                Jvms jvms = new Jvms(server)) {
            Cache<String, String> cache =
                    jvms.open("nested", Jvms.<String, String>plain().setCacheLoaderFactory(() -> loader));
            self.set(cache);
            List<CompletionListenerFuture> running = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                CompletionListenerFuture done = new CompletionListenerFuture();
                cache.loadAll(Set.of("whole " + i), true, done);
                running.add(done);
            }
            for (int i = 0; i < AT_ONCE; i++) {
                running.get(i).get(30, TimeUnit.SECONDS);
                assertThat(cache.get("whole " + i)).isEqualTo("of whole " + i);
                assertThat(cache.get("part whole " + i)).isEqualTo("of part whole " + i);
            }
        }
    }
}
