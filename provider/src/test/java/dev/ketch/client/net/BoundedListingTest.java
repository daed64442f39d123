// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ketch.client.Exchange;
import dev.ketch.client.KeyListing;
import dev.ketch.client.KeyListing.ListedKey;
import dev.ketch.client.MemcachedClient;
import dev.ketch.client.MemcachedClients;
import dev.ketch.client.net.ListingServer.Turn;
import dev.ketch.client.protocol.Opcode;
import dev.ketch.client.protocol.Request;
import dev.ketch.config.KetchSettings;
import dev.ketch.testkit.MemcachedProcess;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Listings whose keys do not fit the memory they may take. */
@Timeout(120)
class BoundedListingTest {
    private static final byte[] NONE = new byte[0];

    private static Endpoint endpoint(String host, int port) {
        return new Endpoint(
                host + ":" + port,
                host,
                port,
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                4,
                4,
                1000,
                1 << 20,
                Duration.ofSeconds(60),
                Duration.ofMinutes(1),
                Duration.ofSeconds(30));
    }

    private static KeyListing open(Endpoint endpoint, String prefix, long oldestCas, long limit) {
        return MetadumpListing.open(
                endpoint, bytes(prefix), oldestCas, ConcurrentHashMap.newKeySet(), () -> false, limit);
    }

    private static MemcachedClient client(MemcachedProcess server) {
        return MemcachedClients.open(KetchSettings.of(
                        URI.create("memcached://" + server.address() + "/x?timeout=20s&connectTimeout=20s"), null)
                .client());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String text(ListedKey key) {
        return new String(key.key(), StandardCharsets.US_ASCII);
    }

    private static void store(MemcachedClient client, String name, int from, int to) {
        List<Request> requests = new ArrayList<>();
        for (int i = from; i < to; i++) {
            requests.add(Request.store(Opcode.SET, bytes(name + i), 0, 0, bytes("v"), NONE, 0));
        }
        run(client, requests);
    }

    private static void run(MemcachedClient client, List<Request> requests) {
        for (int i = 0; i < requests.size(); i += 200) {
            Exchange exchange =
                    new Exchange(client.servers().get(0), requests.subList(i, Math.min(requests.size(), i + 200)));
            client.run(exchange);
            assertThat(exchange.isAnswered()).isTrue();
        }
    }

    private static long connections(MemcachedProcess server) {
        return Long.parseLong(server.stats().get("total_connections"));
    }

    /** Keys that are put and removed, over and over. */
    private static void comeAndGo(MemcachedClient client, String name, AtomicBoolean over) {
        for (int i = 0; !over.get(); i = (i + 50) % 5_000) {
            store(client, name, i, i + 50);
            List<Request> deletes = new ArrayList<>();
            for (int j = i; j < i + 50; j += 2) {
                deletes.add(Request.delete(bytes(name + j), 0));
            }
            run(client, deletes);
        }
    }

    /** Random ones of the keys that stay get a value of another class of the slabs, or another deadline. */
    private static void change(MemcachedClient client, String name, int n, AtomicBoolean over, AtomicInteger rounds) {
        Random random = new Random(13);
        byte[][] values = {bytes("v"), bytes("v".repeat(1_000))};
        while (!over.get()) {
            List<Request> requests = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                byte[] key = bytes(name + random.nextInt(n));
                requests.add(
                        i % 2 == 0
                                ? Request.store(Opcode.SET, key, 0, 0, values[random.nextInt(2)], NONE, 0)
                                : Request.getAndTouch(key, 1_000 + random.nextInt(1_000)));
            }
            run(client, requests);
            rounds.incrementAndGet();
        }
    }

    /** A key takes some 78 bytes here. */
    @ParameterizedTest
    @CsvSource({"131072, 10", "700000, 2"})
    void everyKeyThatStaysIsMetOnceInManyPassesAndNoneTwice(long limit, int passes) throws Exception {
        try (MemcachedProcess server = MemcachedProcess.start();
                MemcachedClient client = client(server);
                MemcachedClient other = client(server);
                MemcachedClient third = client(server)) {
            String stays = "p:" + "s".repeat(60) + ":";
            String comes = "p:" + "c".repeat(60) + ":";
            int n = 20_000;
            store(client, stays, 0, n);
            store(other, comes, 0, 1);
            AtomicBoolean over = new AtomicBoolean();
            AtomicInteger rounds = new AtomicInteger();
            CompletableFuture<Void> churn = CompletableFuture.allOf(
                    CompletableFuture.runAsync(() -> comeAndGo(other, comes, over), BoundedListingTest::inAThread),
                    CompletableFuture.runAsync(
                            () -> change(third, stays, n, over, rounds), BoundedListingTest::inAThread));
            awaitMore(rounds, churn);
            long before = connections(server);
            Map<String, Integer> met = new HashMap<>();
            try (KeyListing listing = open(endpoint(server.host(), server.port()), "p:", 0, limit)) {
                for (ListedKey key = listing.next(); key != null; key = listing.next()) {
                    if (met.size() % 1_000 == 0) {
                        awaitMore(rounds, churn);
                    }
                    met.merge(text(key), 1, Integer::sum);
                }
            }
            long listed = connections(server);
            over.set(true);
            churn.get(30, TimeUnit.SECONDS);
            assertThat(met.values()).containsOnly(1);
            assertThat(met.keySet().stream().filter(key -> key.startsWith(stays)))
                    .hasSize(n);
            assertThat(listed - before).as("passes").isGreaterThan(passes);
            assertThat(server.stats()).containsEntry("evictions", "0");
        }
    }

    private static void inAThread(Runnable task) {
        new Thread(task).start();
    }

    /** So that keys change within passes and between them, however busy the machine. */
    private static void awaitMore(AtomicInteger rounds, CompletableFuture<Void> churn) {
        int present = rounds.get();
        while (rounds.get() <= present + 1) {
            assertThat(churn).isNotDone();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }

    @Test
    void oldKeysTakeNoMemoryAndHenceNoPass() {
        try (MemcachedProcess server = MemcachedProcess.start();
                MemcachedClient client = client(server)) {
            store(client, "p:" + "o".repeat(60), 0, 20_000);
            Exchange mark = new Exchange(
                    client.servers().get(0),
                    List.of(Request.store(Opcode.SET, bytes("p:mark"), 0, 0, bytes("1"), NONE, 0)));
            client.run(mark);
            store(client, "p:new", 0, 10);
            long before = connections(server);
            Set<String> met = new HashSet<>();
            try (KeyListing listing = open(
                    endpoint(server.host(), server.port()),
                    "p:",
                    java.util.Objects.requireNonNull(mark.response(0)).cas(),
                    64 << 10)) {
                for (ListedKey key = listing.next(); key != null; key = listing.next()) {
                    assertThat(met.add(text(key))).isTrue();
                }
            }
            assertThat(met).hasSize(11).contains("p:mark", "p:new0", "p:new9");
            // One of the listing, one of the statistics that were asked for, some if it was busy; many passes are some
            // 25.
            assertThat(connections(server) - before).isLessThan(10);
        }
    }

    /** So do servers from 1.6.28 on when their hash table grows meanwhile. */
    @Test
    void aDumpThatBreaksOffForAGrowingHashTableBeginsAnewAndNoKeyIsMetTwice() throws Exception {
        CountDownLatch firstMet = new CountDownLatch(1);
        try (ListingServer server = ListingServer.playing(
                Turn.keys("hash", 300, firstMet, "ERROR locked try again later"),
                Turn.keys("hash", 1000, firstMet, "END"))) {
            List<String> met = new ArrayList<>();
            try (KeyListing listing = open(endpoint("127.0.0.1", server.port()), "p:", 0, 1 << 20)) {
                for (ListedKey key = listing.next(); key != null; key = listing.next()) {
                    met.add(text(key));
                    firstMet.countDown();
                }
            }
            server.awaitEnd();
            assertThat(met).hasSize(1000).doesNotHaveDuplicates().contains("p:0", "p:999");
        }
    }
}
