// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ketch.client.Exchange;
import dev.ketch.client.KeyListing;
import dev.ketch.client.KeyListing.ListedKey;
import dev.ketch.client.MemcachedClient;
import dev.ketch.client.MemcachedClients;
import dev.ketch.client.protocol.Opcode;
import dev.ketch.client.protocol.Request;
import dev.ketch.config.KetchSettings;
import dev.ketch.testkit.MemcachedProcess;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
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
                Duration.ofSeconds(30));
    }

    private static KeyListing open(Endpoint endpoint, String prefix, long oldestCas, long limit) {
        return MetadumpListing.open(
                endpoint, bytes(prefix), oldestCas, ConcurrentHashMap.newKeySet(), () -> false, limit);
    }

    private static MemcachedClient client(MemcachedProcess server) {
        return MemcachedClients.open(KetchSettings.of(URI.create("memcached://" + server.address() + "/x"), null)
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

    /** A key takes some 78 bytes here. */
    @ParameterizedTest
    @CsvSource({"131072, 10", "700000, 2"})
    void everyKeyThatStaysIsMetOnceInManyPassesAndNoneTwice(long limit, int passes) throws Exception {
        try (MemcachedProcess server = MemcachedProcess.start();
                MemcachedClient client = client(server);
                MemcachedClient other = client(server)) {
            String stays = "p:" + "s".repeat(60) + ":";
            String comes = "p:" + "c".repeat(60) + ":";
            int n = 20_000;
            store(client, stays, 0, n);
            AtomicBoolean over = new AtomicBoolean();
            CompletableFuture<Void> churn = CompletableFuture.runAsync(() -> {
                for (int i = 0; !over.get(); i = (i + 50) % 5_000) {
                    store(other, comes, i, i + 50);
                    List<Request> deletes = new ArrayList<>();
                    for (int j = i; j < i + 50; j += 2) {
                        deletes.add(Request.delete(bytes(comes + j), 0));
                    }
                    run(other, deletes);
                }
            });
            long before = connections(server);
            Map<String, Integer> met = new HashMap<>();
            try (KeyListing listing = open(endpoint(server.host(), server.port()), "p:", 0, limit)) {
                for (ListedKey key = listing.next(); key != null; key = listing.next()) {
                    met.merge(text(key), 1, Integer::sum);
                }
            }
            over.set(true);
            churn.get(30, TimeUnit.SECONDS);
            assertThat(met.values()).containsOnly(1);
            assertThat(met.keySet().stream().filter(key -> key.startsWith(stays)))
                    .hasSize(n);
            assertThat(connections(server) - before).as("passes").isGreaterThan(passes);
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
            // One of the listing, one of the statistics that were asked for.
            assertThat(connections(server) - before).isLessThanOrEqualTo(2);
        }
    }

    /** So do servers from 1.6.28 on when their hash table grows meanwhile. */
    @Test
    void aDumpThatBreaksOffForAGrowingHashTableBeginsAnewAndNoKeyIsMetTwice() throws Exception {
        CountDownLatch firstMet = new CountDownLatch(1);
        try (ServerSocket listener = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
            CompletableFuture<Void> server = CompletableFuture.runAsync(() -> {
                try {
                    serve(listener, 300, "ERROR locked try again later\r\n", firstMet);
                    serve(listener, 1000, "END\r\n", firstMet);
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            List<String> met = new ArrayList<>();
            try (KeyListing listing = open(endpoint("127.0.0.1", listener.getLocalPort()), "p:", 0, 1 << 20)) {
                for (ListedKey key = listing.next(); key != null; key = listing.next()) {
                    met.add(text(key));
                    firstMet.countDown();
                }
            }
            server.get(30, TimeUnit.SECONDS);
            assertThat(met).hasSize(1000).doesNotHaveDuplicates().contains("p:0", "p:999");
        }
    }

    /** Answers one connection: three versions, and the keys; the last line only when a key has been met. */
    private static void serve(ServerSocket listener, int keys, String last, CountDownLatch firstMet) throws Exception {
        try (Socket socket = listener.accept();
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
            OutputStream out = socket.getOutputStream();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.equals("version")) {
                    out.write(bytes("VERSION 1.6.45\r\n"));
                    continue;
                }
                assertThat(line).isEqualTo("lru_crawler metadump hash");
                StringBuilder dump = new StringBuilder("OK\r\n");
                for (int i = 0; i < keys; i++) {
                    dump.append("key=p%3A" + i + " exp=-1 la=1 cas=" + (i + 1) + " fetch=no cls=1 size=70 flags=0 \n");
                }
                out.write(bytes(dump.toString()));
                assertThat(firstMet.await(30, TimeUnit.SECONDS)).isTrue();
                out.write(bytes(last));
                return;
            }
        }
    }
}
