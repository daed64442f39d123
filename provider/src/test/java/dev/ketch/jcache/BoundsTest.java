// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ketch.KetchCachingProvider;
import dev.ketch.client.Hiccups;
import dev.ketch.testkit.MemcachedProcess;
import dev.ketch.testkit.proxy.Direction;
import dev.ketch.testkit.proxy.FaultProxy;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.cache.Cache;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** For how long other JVMs may read what a JVM could not replace: measured, and bounded. */
class BoundsTest {
    private static final long OLD = 1;
    private static final long NEW = 2;
    private static final int EXPIRY_MILLIS = 4_000;

    /** How a JVM is cut off from the server. */
    private enum Partition {
        REFUSED {
            @Override
            void begin(FaultProxy proxy) {
                proxy.refuse();
                proxy.reset();
            }
        },
        SILENT {
            @Override
            void begin(FaultProxy proxy) {
                proxy.all().hold(Direction.TO_SERVER);
            }
        };

        abstract void begin(FaultProxy proxy);
    }

    /** The journal dies with it, and nobody else knows that the old value should have gone. */
    @Test
    @Timeout(60)
    void ofAJvmThatDiedTheOldValueIsReadUntilItExpires() throws InterruptedException {
        try (MemcachedProcess process = MemcachedProcess.start();
                KetchCachingProvider provider = new KetchCachingProvider()) {
            String uri = "memcached://" + process.address() + "/dying?timeout=20s&connectTimeout=20s";
            Cache<String, Long> there =
                    provider.getCacheManager(URI.create(uri), null).createCache("orders", Jvms.<String, Long>plain());
            List<String> said;
            try (ChildJvm jvm = new ChildJvm(List.of(), DyingJvmMain.class, uri, Integer.toString(EXPIRY_MILLIS))) {
                assertThat(there.get("warm")).isEqualTo(0);
                said = jvm.tell("now");
                assertThat(there.get("k")).isEqualTo(OLD);
                jvm.kill();
            }
            String[] words = said.get(said.size() - 1).split(" ", -1);
            long earliest = Long.parseLong(words[1]) + EXPIRY_MILLIS;
            long latest = Long.parseLong(words[2]) + EXPIRY_MILLIS;
            assertThat(words[3]).as("keys in the journal").isEqualTo("1");
            int reads = 0;
            long lastOld = 0;
            while (System.currentTimeMillis() <= latest) {
                long began = System.currentTimeMillis();
                Long found = there.get("k");
                if (System.currentTimeMillis() < earliest) {
                    assertThat(found).isEqualTo(OLD);
                    reads++;
                }
                if (found != null) {
                    assertThat(found).isEqualTo(OLD);
                    lastOld = began;
                }
            }
            assertThat(there.get("k")).isNull();
            assertThat(reads).as("reads after its death").isPositive();
            System.out.println("Measured: another JVM read the old value until " + (latest - lastOld)
                    + " ms before it had to expire, the writer being dead");
        }
    }

    /** Both at once, since most of it is waiting. */
    @Test
    @Timeout(120)
    void ofAJvmThatWasCutOffTheOldValueIsReadUntilItIsBackAndHasRepaired() {
        List<CompletableFuture<Void>> measured = new ArrayList<>();
        for (Partition partition : Partition.values()) {
            measured.add(CompletableFuture.runAsync(
                    () -> measure(
                            partition,
                            "timeout=200ms&connectTimeout=200ms&firstProbe=50ms&longestProbe=300ms",
                            Duration.ofMillis(1_200),
                            Duration.ofMillis(300 + 300 / 4 + 200),
                            3),
                    task -> new Thread(task).start()));
        }
        CompletableFuture.allOf(measured.toArray(CompletableFuture[]::new))
                .orTimeout(100, TimeUnit.SECONDS)
                .join();
    }

    /** With the defaults: the longest pause between probes is 2 s, give or take a quarter. */
    @ParameterizedTest
    @EnumSource(Partition.class)
    @Timeout(300)
    @Tag("full")
    void theSameWithTheDefaults(Partition partition) {
        measure(
                partition,
                "connectTimeout=1s",
                Duration.ofSeconds(8),
                Duration.ofMillis(2_000 + 2_000 / 4 + 1_000),
                10);
    }

    private static void measure(Partition partition, String options, Duration lasts, Duration bound, int times) {
        List<Long> millis = new ArrayList<>();
        try (OneServer jvms = new OneServer(MemcachedProcess.start(), options);
                Hiccups hiccups = new Hiccups(List.of(BoundsTest::daemon))) {
            for (int i = 0; i < times; i++) {
                jvms.putUntilDone("k", OLD);
                partition.begin(jvms.proxy);
                jvms.awaitOutOfUse();
                jvms.here.put("k", NEW);
                assertThat(jvms.here.get("k")).isNull();
                // It is the time itself that is tested: the pauses between probes grow with it.
                LockSupport.parkNanos(lasts.toNanos());
                assertThat(jvms.there.get("k")).isEqualTo(OLD);
                jvms.proxy.heal();
                long healed = System.nanoTime();
                Awaiting.until(() -> !Long.valueOf(OLD).equals(jvms.there.get("k")));
                long replaced = System.nanoTime();
                millis.add(TimeUnit.NANOSECONDS.toMillis(replaced - healed));
                assertThat(replaced - healed)
                        .isLessThan(bound.toNanos() + TimeUnit.SECONDS.toNanos(1) + hiccups.largest(healed, replaced));
                jvms.awaitRepaired();
                assertThat(jvms.there.get("k")).isNull();
            }
        }
        Collections.sort(millis);
        System.out.println("Measured: after a partition of " + lasts.toMillis() + " ms (" + partition
                + ") other JVMs read the old value for " + millis + " ms more; bound " + bound.toMillis());
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "hiccups");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
