// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ketch.testkit.MemcachedProcess;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import javax.cache.Cache;
import javax.cache.expiry.Duration;
import javax.cache.expiry.TouchedExpiryPolicy;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Walks through many entries by JVMs of little memory, while others come and go. */
@Timeout(120)
class WalkTest {
    private static final int MANY = 40_000;
    private static final int MILLION = 1_000_000;

    /** Too small to keep the keys of one pass: an eighth of it is for them, and they take 5 MB. */
    private static final String SMALL_HEAP = "-Xmx24m";

    private static MemcachedProcess server(int memoryMb) {
        return MemcachedProcess.builder().memoryMb(memoryMb).start();
    }

    private static ChildJvm walker(Jvms jvms, String heap, int n) {
        return new ChildJvm(List.of(heap), WalkMain.class, jvms.uri.toString(), "big", Integer.toString(n));
    }

    private static String last(List<String> said) {
        String last = said.get(said.size() - 1);
        System.out.println("Measured: a walk, " + last);
        return last;
    }

    private static String all(int n) {
        return "done " + new Walks(n, 0, 0) + " ";
    }

    @Test
    void everyEntryThatStaysIsMetOnceUnderLoadInASmallHeap() throws Exception {
        walkUnderLoad(MANY, SMALL_HEAP, 64);
    }

    @Test
    @Tag("full")
    @Timeout(900)
    void everyOneOfAMillionEntriesIsMetOnceUnderLoadInASmallHeap() throws Exception {
        walkUnderLoad(MILLION, "-Xmx64m", 1024);
    }

    /** The same cache in another JVM, where every access moves the deadline. */
    private static Cache<String, String> sliding(Jvms jvms, String name) {
        return jvms.openElsewhere(
                name,
                Jvms.<String, String>plain().setExpiryPolicyFactory(TouchedExpiryPolicy.factoryOf(Duration.ONE_HOUR)));
    }

    /** Of the entries that stay, some become large and small again, and the deadlines of some move, while it walks. */
    private static void walkUnderLoad(int n, String heap, int memoryMb) throws Exception {
        try (MemcachedProcess server = server(memoryMb);
                Jvms jvms = new Jvms(server);
                ChildJvm walker = walker(jvms, heap, n)) {
            Cache<String, String> cache = jvms.open("big");
            Walks.fill(cache, n);
            AtomicBoolean over = new AtomicBoolean();
            List<CompletableFuture<Void>> load = Walks.load(cache, 3, over);
            load.add(Walks.change(sliding(jvms, "big"), n, over));
            Awaiting.until(() -> Walks.count("cmd_touch", server) > 0);
            long changes = Walks.count("cmd_touch", server);
            String said = last(walker.tell("walk"));
            Awaiting.until(() -> Walks.count("cmd_touch", server) > changes);
            over.set(true);
            for (CompletableFuture<Void> thread : load) {
                thread.get(30, TimeUnit.SECONDS);
            }
            assertThat(said).startsWith(all(n)).doesNotContain("large: 0;");
            assertThat(Walks.count("evictions", server)).isZero();
        }
    }

    /** A server takes one listing at a time. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void twoJvmsAtOnceMeetEverything(int servers) {
        walkTogether(servers, MANY, SMALL_HEAP, 64);
    }

    @Test
    @Tag("full")
    @Timeout(900)
    void twoJvmsAtOnceMeetAMillion() {
        walkTogether(3, MILLION, "-Xmx64m", 512);
    }

    private static void walkTogether(int servers, int n, String heap, int memoryMb) {
        MemcachedProcess[] processes =
                Stream.generate(() -> server(memoryMb)).limit(servers).toArray(MemcachedProcess[]::new);
        try (Jvms jvms = new Jvms(processes);
                ChildJvm one = walker(jvms, heap, n);
                ChildJvm other = walker(jvms, heap, n)) {
            Walks.fill(jvms.open("big"), n);
            one.say("walk");
            other.say("walk");
            assertThat(last(one.listen())).startsWith(all(n));
            assertThat(last(other.listen())).startsWith(all(n));
        } finally {
            Stream.of(processes).forEach(MemcachedProcess::close);
        }
    }

    @Test
    void iteratorsLeftHalfWayHoldNothing() {
        try (MemcachedProcess server = server(64);
                Jvms jvms = new Jvms(server);
                ChildJvm walker = walker(jvms, SMALL_HEAP, MANY)) {
            Cache<String, String> cache = jvms.open("big");
            Walks.fill(cache, MANY);
            List<Iterator<Cache.Entry<String, String>>> left = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                Iterator<Cache.Entry<String, String>> iterator = cache.iterator();
                iterator.next();
                left.add(iterator);
            }
            assertThat(last(walker.tell("walk"))).startsWith(all(MANY));
            Awaiting.until(() -> Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(
                            thread -> thread.getName().equals("ketch-list-" + server.address()) && thread.isAlive()));
            int rest = 0;
            for (Iterator<Cache.Entry<String, String>> it = left.get(9); it.hasNext(); it.next()) {
                rest++;
            }
            assertThat(rest).isEqualTo(MANY - 1);
        }
    }

    /** What was cleared is listed still, but neither kept nor read. */
    @Test
    void afterAClearNothingIsReadForHasNext() {
        hasNextAfterClear(MANY, SMALL_HEAP, 64);
    }

    @Test
    @Tag("full")
    @Timeout(900)
    void afterAClearOfAMillionHasNextIsQuick() {
        long millis = hasNextAfterClear(MILLION, "-Xmx64m", 1024);
        // To walk through them, one read after the other, would take longer.
        assertThat(millis).isLessThan(60_000);
        System.out.println("Measured: iterator().hasNext() after a clear of a million took " + millis + " ms");
    }

    private static long hasNextAfterClear(int n, String heap, int memoryMb) {
        try (MemcachedProcess server = server(memoryMb);
                Jvms jvms = new Jvms(server);
                ChildJvm walker = walker(jvms, heap, n)) {
            Cache<String, String> cache = jvms.open("big");
            Walks.fill(cache, n);
            cache.clear();
            long reads = Walks.count("cmd_get", server);
            long connections = Walks.count("total_connections", server);
            String said = last(walker.tell("hasNext"));
            assertThat(said).startsWith("done false ");
            assertThat(Walks.count("cmd_get", server) - reads).as("reads").isLessThan(10);
            // One listing; the others are of this test's questions.
            assertThat(Walks.count("total_connections", server) - connections).isLessThan(10);
            assertThat(Walks.count("curr_items", server)).as("items of before").isGreaterThanOrEqualTo(n);
            return Long.parseLong(said.substring("done false ".length()));
        }
    }

    /** Values of half a MB, of which a hundred would not fit. */
    @Test
    void largeEntriesAreWalkedThroughInASmallHeap() {
        try (MemcachedProcess server = MemcachedProcess.builder().memoryMb(256).start();
                Jvms jvms = new Jvms(server);
                ChildJvm walker =
                        new ChildJvm(List.of("-Xmx32m"), WalkMain.class, jvms.uri.toString(), "large", "100")) {
            Cache<String, String> cache = jvms.open("large");
            Random random = new Random(5);
            for (int i = 0; i < 100; i++) {
                cache.put("stays-" + "k".repeat(100) + "-" + i, noise(random));
            }
            List<String> said = walker.tell("walk");
            assertThat(said.get(said.size() - 1)).startsWith("done " + new Walks(100, 0, 100) + " ");
        }
    }

    /** Text that no compression makes small. */
    private static String noise(Random random) {
        StringBuilder text = new StringBuilder(500_000);
        random.ints(500_000, 33, 127).forEach(text::appendCodePoint);
        return text.toString();
    }
}
