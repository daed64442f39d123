// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ketch.testkit.MemcachedProcess;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.cache.Cache;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.event.CacheEntryCreatedListener;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CompletionListenerFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Keys that the caller changes after the call: what counts is what they were. */
@Timeout(60)
class MutableKeysTest {
    private final MemcachedProcess server = MemcachedProcess.start();
    private final CountDownLatch changed = new CountDownLatch(1);
    private Jvms jvms;

    @BeforeEach
    void open() {
        jvms = new Jvms(server);
    }

    @AfterEach
    void close() {
        jvms.close();
        server.close();
    }

    private void awaitChange() {
        try {
            assertThat(changed.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aKeyChangedAfterPut() {
        Cache<Date, String> cache = jvms.open("days");
        Date day = new Date(1000);
        cache.put(day, "first");
        day.setTime(2000);
        assertThat(cache.get(day)).isNull();
        assertThat(cache.get(new Date(1000))).isEqualTo("first");
        assertThat(cache.iterator().next().getKey()).isEqualTo(new Date(1000));
    }

    @Test
    void aKeyChangedWhileItIsLoaded() throws Exception {
        Cache<Date, Long> cache =
                jvms.open("days", Jvms.<Date, Long>plain().setCacheLoaderFactory(() -> new CacheLoader<>() {
                    @Override
                    public Long load(Date key) {
                        return key.getTime();
                    }

                    @Override
                    public Map<Date, Long> loadAll(Iterable<? extends Date> keys) {
                        awaitChange();
                        Map<Date, Long> loaded = new HashMap<>();
                        keys.forEach(key -> loaded.put(key, key.getTime()));
                        return loaded;
                    }
                }));
        Date day = new Date(1000);
        CompletionListenerFuture done = new CompletionListenerFuture();
        cache.loadAll(Set.of(day), false, done);
        day.setTime(2000);
        changed.countDown();
        done.get(20, TimeUnit.SECONDS);
        assertThat(cache.get(new Date(1000))).isEqualTo(1000);
        assertThat(cache.get(new Date(2000))).isNull();
    }

    @Test
    void aKeyChangedBeforeAnAsynchronousListenerHearsOfIt() throws Exception {
        BlockingQueue<Date> heard = new LinkedBlockingQueue<>();
        CacheEntryCreatedListener<Date, Long> listener = events -> {
            awaitChange();
            events.forEach(event -> heard.add(event.getKey()));
        };
        Cache<Date, Long> cache = jvms.open("days");
        cache.registerCacheEntryListener(
                new MutableCacheEntryListenerConfiguration<>(() -> listener, null, false, false));
        Date day = new Date(1000);
        cache.put(day, 1L);
        day.setTime(2000);
        changed.countDown();
        assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo(new Date(1000));
    }
}
