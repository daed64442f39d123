// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client;

import static dev.ketch.client.Fixture.answer;
import static dev.ketch.client.Fixture.bytes;
import static dev.ketch.client.Fixture.run;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ketch.client.protocol.Opcode;
import dev.ketch.client.protocol.Request;
import dev.ketch.testkit.MemcachedProcess;
import dev.ketch.testkit.proxy.Direction;
import dev.ketch.testkit.proxy.FaultProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Listing a server's keys. */
class KeyListingTest {
    private static final byte[] NONE = new byte[0];

    private static MemcachedClient open(MemcachedProcess server) {
        return Fixture.open(Duration.ofSeconds(20), server);
    }

    private static void fill(MemcachedClient client, Iterable<byte[]> keys) {
        List<Exchange> stores = new ArrayList<>();
        for (byte[] key : keys) {
            stores.add(Fixture.exchange(client, Request.store(Opcode.SET, key, 0, 0, key, NONE, 0)));
        }
        client.runAll(stores);
        assertThat(stores).allMatch(Exchange::isAnswered);
    }

    private static TreeMap<String, Long> list(MemcachedClient client, String prefix) {
        TreeMap<String, Long> listed = new TreeMap<>();
        try (KeyListing listing = client.list(client.servers().get(0), bytes(prefix))) {
            for (KeyListing.ListedKey key = listing.next(); key != null; key = listing.next()) {
                listed.put(new String(key.key(), ISO_8859_1), key.cas());
            }
        }
        return listed;
    }

    @Test
    void listsTheKeysOfAPrefixHoweverTheyAreSpelt() {
        try (MemcachedProcess server = MemcachedProcess.start();
                MemcachedClient client = open(server)) {
            Set<String> expected = new HashSet<>();
            List<byte[]> keys = new ArrayList<>();
            Random random = new Random(3);
            for (int i = 0; i < 20_000; i++) {
                byte[] hostile = new byte[random.nextInt(200)];
                random.nextBytes(hostile);
                String key = (i % 2 == 0 ? "a:%2B+ " : "b:") + i + "\r\nEND\r\n" + new String(hostile, ISO_8859_1);
                keys.add(key.getBytes(ISO_8859_1));
                if (i % 2 == 0) {
                    expected.add(key);
                }
            }
            fill(client, keys);
            TreeMap<String, Long> listed = list(client, "a:%2B+ ");
            assertThat(listed.keySet()).isEqualTo(expected);
            for (String key : List.of(listed.firstKey(), listed.lastKey())) {
                Exchange read = run(client, Request.get(key.getBytes(ISO_8859_1)));
                assertThat(answer(read, 0).cas()).isEqualTo(listed.get(key));
            }
            assertThat(list(client, "nothing:")).isEmpty();
        }
    }

    @Test
    void aSlowIterationHoldsUpNeitherTheServerNorOtherListings() {
        try (MemcachedProcess server = MemcachedProcess.start();
                MemcachedClient client = open(server)) {
            List<byte[]> keys = new ArrayList<>();
            for (int i = 0; i < 20_000; i++) {
                keys.add(bytes("slow:" + "x".repeat(200) + i));
            }
            fill(client, keys);
            try (KeyListing listing = client.list(client.servers().get(0), bytes("slow:"))) {
                assertThat(listing.next()).isNotNull();
                assertThat(list(client, "slow:")).hasSize(20_000);
                int rest = 0;
                while (listing.next() != null) {
                    rest++;
                }
                assertThat(rest).isEqualTo(19_999);
            }
        }
    }

    @Test
    void closingEarlyEndsTheListing() {
        try (MemcachedProcess server = MemcachedProcess.start();
                MemcachedClient client = open(server)) {
            List<byte[]> keys = new ArrayList<>();
            for (int i = 0; i < 5_000; i++) {
                keys.add(bytes("early:" + i));
            }
            fill(client, keys);
            for (int i = 0; i < 20; i++) {
                try (KeyListing listing = client.list(client.servers().get(0), bytes("early:"))) {
                    assertThat(listing.next()).isNotNull();
                }
            }
            assertThat(list(client, "early:")).hasSize(5_000);
            Fixture.await("the readers end", () -> Fixture.clientThreads().stream()
                    .noneMatch(t -> t.startsWith("ketch-list")));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-o no_lru_crawler | without no_lru_crawler",
                "-X | without -X",
                "-B binary | without -S and without -B binary"
            })
    void saysWhyAServerCannotList(String flags, String remedy) {
        try (MemcachedProcess server = MemcachedProcess.start(flags.split(" "));
                MemcachedClient client = open(server)) {
            assertThatThrownBy(() -> list(client, "k"))
                    .isInstanceOfSatisfying(ListingException.class, e -> assertThat(e.isSupported())
                            .isFalse())
                    .hasMessageStartingWith("server [" + server.address() + "]")
                    .hasMessageContaining(remedy);
        }
    }

    @Test
    void aServerThatIsAwayCanPerhapsListLater() {
        MemcachedProcess server = MemcachedProcess.start();
        try (MemcachedClient client = open(server)) {
            server.close();
            assertThatThrownBy(() -> list(client, "k"))
                    .isInstanceOfSatisfying(ListingException.class, e -> assertThat(e.isSupported())
                            .isTrue());
        }
    }

    @Test
    void aListingThatTakesTooLongEndsByItsTimeout() {
        try (MemcachedProcess server = MemcachedProcess.start();
                FaultProxy proxy = FaultProxy.to(server.host(), server.port());
                MemcachedClient direct = open(server);
                MemcachedClient client = MemcachedClients.open(Fixture.withListTimeout(
                        Fixture.settings(Duration.ofSeconds(1), proxy.port()), Duration.ofSeconds(2)))) {
            List<byte[]> keys = new ArrayList<>();
            for (int i = 0; i < 5_000; i++) {
                keys.add(bytes("slow:" + i));
            }
            fill(direct, keys);
            // Some 300 KB at 20 KB/s.
            proxy.all().throttle(Direction.TO_CLIENT, 20_000);
            assertThatThrownBy(() -> list(client, "slow:"))
                    .isInstanceOfSatisfying(ListingException.class, e -> assertThat(e.isSupported())
                            .isTrue())
                    .hasMessageContaining("broke off the listing of its keys")
                    .hasMessageContaining("listTimeout [2000 ms]");
        }
    }

    @Test
    void closingTheClientEndsTheListingWithoutAFalseEnd() {
        try (MemcachedProcess server = MemcachedProcess.start()) {
            MemcachedClient client = open(server);
            run(client, Request.noop());
            server.stop();
            KeyListing listing = client.list(client.servers().get(0), bytes("k"));
            client.close();
            assertThatThrownBy(listing::next)
                    .isInstanceOf(ListingException.class)
                    .hasMessageContaining("when the listing was closed");
            server.cont();
        }
    }

    @Test
    void aServerThatDripsHoldsNoListingPastItsTimeout() throws Exception {
        try (java.net.ServerSocket listener =
                new java.net.ServerSocket(0, 1, java.net.InetAddress.getByName("127.0.0.1"))) {
            Thread server = new Thread(() -> {
                try (java.net.Socket socket = listener.accept()) {
                    while (true) {
                        socket.getOutputStream().write('V');
                        java.util.concurrent.locks.LockSupport.parkNanos(50_000_000);
                    }
                } catch (java.io.IOException e) {
                    // The client has hung up.
                }
            });
            server.setDaemon(true);
            server.start();
            ClientSettings settings = Fixture.withListTimeout(
                    Fixture.settings(Duration.ofSeconds(1), listener.getLocalPort()), Duration.ofMillis(300));
            try (MemcachedClient client = MemcachedClients.open(settings)) {
                KeyListing listing = client.list(client.servers().get(0), bytes("k"));
                java.util.concurrent.CompletableFuture<?> next =
                        java.util.concurrent.CompletableFuture.runAsync(listing::next);
                assertThat(next)
                        .failsWithin(Duration.ofSeconds(20))
                        .withThrowableOfType(java.util.concurrent.ExecutionException.class)
                        .withCauseInstanceOf(ListingException.class)
                        .withMessageContaining("longer than listTimeout [300 ms]");
            }
        }
    }
}
