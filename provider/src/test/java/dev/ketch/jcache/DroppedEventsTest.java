// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ketch.jcache.event.HearsAll;
import dev.ketch.jcache.management.EventsMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.cache.configuration.CacheEntryListenerConfiguration;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What asynchronous listeners are too slow for is dropped, and operators can see how much. */
@Timeout(60)
class DroppedEventsTest extends OnOneServer {
    private static final int QUEUE = 3;

    private final MBeanServer beans = ManagementFactory.getPlatformMBeanServer();

    @Test
    void areCountedForTheCacheAsLongAsItIsOpen() throws Exception {
        CountDownLatch stuck = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger heard = new AtomicInteger();
        HearsAll<String, String> slow = event -> {
            stuck.countDown();
            pass(release);
            heard.incrementAndGet();
        };
        CacheEntryListenerConfiguration<String, String> registration =
                new MutableCacheEntryListenerConfiguration<>(() -> slow, null, false, false);
        try (Jvms jvms = new Jvms("?timeout=20s&listenerQueue=" + QUEUE, server)) {
            JCache<String, String> cache = jvms.open(
                    "slow",
                    Jvms.<String, String>plain()
                            .setManagementEnabled(true)
                            .addCacheEntryListenerConfiguration(registration));
            EventsMXBean events = cache.unwrap(EventsMXBean.class);
            cache.put("k", "first");
            pass(stuck);
            assertThat(events.getDropped()).isZero();

            for (int i = 0; i < QUEUE + 7; i++) {
                cache.put("k", "v" + i);
            }

            assertThat(events.getDropped()).isEqualTo(7);
            ObjectName name = beans.queryNames(new ObjectName("dev.ketch:type=Events,Cache=slow,*"), null)
                    .iterator()
                    .next();
            assertThat(beans.getAttribute(name, "Dropped")).isEqualTo(7L);
            release.countDown();
            Awaiting.until(() -> heard.get() == QUEUE + 1);
            cache.deregisterCacheEntryListener(registration);
            assertThat(beans.getAttribute(name, "Dropped")).isEqualTo(7L);

            cache.getCacheManager().enableManagement("slow", false);
            assertThat(beans.isRegistered(name)).isFalse();
        }
    }

    private static void pass(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
