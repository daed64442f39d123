// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ketch.client.Hiccups;
import dev.ketch.jcache.event.HearsAll;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.configuration.FactoryBuilder.SingletonFactory;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.event.CacheEntryEvent;
import javax.cache.management.CacheStatisticsMXBean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a JVM knows of itself alone: listeners, statistics, loads under way; and how long it tries against others. */
@Timeout(60)
class OwnJvmTest extends JvmsOnOneServer {
    private static final class Heard implements HearsAll<String, String> {
        final List<String> events = new CopyOnWriteArrayList<>();

        @Override
        public void hear(CacheEntryEvent<? extends String, ? extends String> event) {
            events.add(event.getEventType() + " " + event.getKey());
        }
    }

    private static MutableConfiguration<String, String> listening(Heard heard) {
        return Jvms.<String, String>plain()
                .setStatisticsEnabled(true)
                .addCacheEntryListenerConfiguration(
                        new MutableCacheEntryListenerConfiguration<>(new SingletonFactory<>(heard), null, true, true));
    }

    @Test
    void listenersAndStatisticsKnowWhatThisJvmDoes() {
        Heard heardHere = new Heard();
        Heard heardThere = new Heard();
        Cache<String, String> here = jvms.open("c", listening(heardHere));
        Cache<String, String> there = jvms.openElsewhere("c", listening(heardThere));

        here.put("k", "1");
        there.put("k", "2");
        assertThat(here.get("k")).isEqualTo("2");
        there.remove("k");
        here.put("k", "3");
        there.clear();

        assertThat(heardHere.events).containsExactly("CREATED k", "CREATED k");
        assertThat(heardThere.events).containsExactly("UPDATED k", "REMOVED k");
        CacheStatisticsMXBean counted = here.unwrap(CacheStatisticsMXBean.class);
        assertThat(counted.getCachePuts()).isEqualTo(2);
        assertThat(counted.getCacheGets()).isEqualTo(1);
        assertThat(counted.getCacheRemovals()).isZero();
        CacheStatisticsMXBean elsewhere = there.unwrap(CacheStatisticsMXBean.class);
        assertThat(elsewhere.getCachePuts()).isEqualTo(1);
        assertThat(elsewhere.getCacheRemovals()).isEqualTo(1);
        assertThat(elsewhere.getCacheGets()).isZero();
    }

    /** Within one JVM threads wait for the load of another; here each JVM loads, and both have the value. */
    @Test
    void eachJvmLoadsForItself() throws InterruptedException {
        AtomicInteger loads = new AtomicInteger();
        CountDownLatch both = new CountDownLatch(2);
        MutableConfiguration<String, String> loading = Jvms.<String, String>plain()
                .setReadThrough(true)
                .setCacheLoaderFactory(() -> new SimpleLoader<String, String>() {
                    @Override
                    public String load(String key) {
                        loads.incrementAndGet();
                        both.countDown();
                        try {
                            assertThat(both.await(20, TimeUnit.SECONDS)).isTrue();
                        } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                        return "loaded";
                    }
                });
        List<String> got = new CopyOnWriteArrayList<>();
        List<Thread> threads = List.of(jvms.open("c", loading), jvms.openElsewhere("c", loading)).stream()
                .map(cache -> new Thread(() -> got.add(cache.get("k"))))
                .toList();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(got).containsExactly("loaded", "loaded");
        assertThat(loads).hasValue(2);
    }

    @Test
    @Tag("full")
    void whoKeepsLosingGivesUpInTheEnd() {
        Cache<String, String> cache = jvms.open("c");
        Cache<String, String> other = jvms.openElsewhere("c");
        cache.put("k", "0");
        AtomicInteger runs = new AtomicInteger();
        try (Hiccups hiccups = new Hiccups(List.of(DetectionTest::daemon))) {
            long begun = System.nanoTime();
            assertThatThrownBy(() -> cache.invoke("k", (entry, arguments) -> {
                        other.put("k", "theirs " + runs.incrementAndGet());
                        entry.setValue("mine");
                        return null;
                    }))
                    .isInstanceOf(CacheException.class)
                    .hasMessageContaining("key [k]")
                    .hasMessageContaining("was changed by others");
            long ended = System.nanoTime();
            // After that time the next loss is the last: a run that is under way then, and no more, is waited for.
            long patience = TimeUnit.SECONDS.toNanos(10);
            assertThat(ended - begun)
                    .isGreaterThan(patience)
                    .isLessThan(patience + TimeUnit.SECONDS.toNanos(1) + hiccups.largest(begun + patience, ended));
        }
        assertThat(runs).hasValueGreaterThan(100);
        assertThat(cache.getAll(Set.of("k"))).containsEntry("k", "theirs " + runs.get());
    }
}
