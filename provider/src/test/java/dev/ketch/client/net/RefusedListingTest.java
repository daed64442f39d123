// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ketch.client.KeyListing;
import dev.ketch.client.KeyListing.ListedKey;
import dev.ketch.client.ListingException;
import dev.ketch.client.net.ListingServer.Turn;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Servers that do not list their keys when they are asked for the first time. */
@Timeout(120)
class RefusedListingTest {
    private static final String BUSY = "BUSY currently processing crawler request";
    private static final String UNKNOWN_MODE = "BADCLASS invalid class id";

    private static Turn listing(String mode, int keys) {
        return Turn.keys(mode, keys, new CountDownLatch(0), "END");
    }

    private static List<String> keys(int n) {
        return IntStream.range(0, n).mapToObj(i -> "p:" + i).toList();
    }

    private static List<String> list(ListingServer server) {
        return list(server, Duration.ofSeconds(60));
    }

    private static List<String> list(ListingServer server, Duration listTimeout) {
        Endpoint endpoint = new Endpoint(
                server.address(),
                "127.0.0.1",
                server.port(),
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                listTimeout,
                4,
                4,
                1000,
                1 << 20,
                Duration.ofSeconds(60),
                Duration.ofMinutes(1),
                Duration.ofSeconds(30));
        List<String> met = new ArrayList<>();
        try (KeyListing listing = MetadumpListing.open(
                endpoint,
                "p:".getBytes(StandardCharsets.US_ASCII),
                0,
                ConcurrentHashMap.newKeySet(),
                () -> false,
                1 << 20)) {
            for (ListedKey key = listing.next(); key != null; key = listing.next()) {
                met.add(new String(key.key(), StandardCharsets.US_ASCII));
            }
        }
        return met;
    }

    private static void assertRefused(ListingServer server, boolean supported, String... parts) {
        assertThatThrownBy(() -> list(server))
                .isInstanceOfSatisfying(
                        ListingException.class, e -> assertThat(e.isSupported()).isEqualTo(supported))
                .hasMessageStartingWith("server [" + server.address() + "] ")
                .hasMessageContainingAll(parts);
    }

    /** As servers before 1.6.9 do, to which {@code hash} is no class of slabs. */
    @Test
    void aServerWithoutHashIsAskedForAll() throws Exception {
        try (ListingServer server = ListingServer.playing(Turn.line("hash", UNKNOWN_MODE), listing("all", 500))) {
            assertThat(list(server)).containsExactlyInAnyOrderElementsOf(keys(500));
            server.awaitEnd();
        }
    }

    /** Were it asked for all, it would find a turn for that. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ERROR | memcached from 1.4.31 on",
                "CLIENT_ERROR lru crawler disabled | without no_lru_crawler",
                "ERROR metadump not allowed | without -X",
                "SERVER_ERROR out of memory | memcached from 1.4.31 on"
            })
    void nothingElseLeadsToAll(String refusal, String remedy) throws Exception {
        try (ListingServer server = ListingServer.playing(Turn.line("hash", refusal), listing("all", 500))) {
            assertRefused(server, false, "does not list its keys (\"" + refusal + "\")", remedy);
        }
    }

    @Test
    void aServerThatKnowsNeitherIsToldAsAnError() throws Exception {
        try (ListingServer server =
                ListingServer.playing(Turn.line("hash", UNKNOWN_MODE), Turn.line("all", UNKNOWN_MODE))) {
            assertRefused(server, false, "does not list its keys (\"" + UNKNOWN_MODE + "\")");
            server.awaitEnd();
        }
    }

    @Test
    void aBusyServerIsAskedAgain() throws Exception {
        try (ListingServer server = ListingServer.playing(
                Turn.line("hash", BUSY), Turn.line("hash", BUSY), Turn.line("hash", BUSY), listing("hash", 500))) {
            assertThat(list(server)).containsExactlyInAnyOrderElementsOf(keys(500));
            server.awaitEnd();
        }
    }

    @Test
    void soIsABusyOneWithoutHash() throws Exception {
        try (ListingServer server = ListingServer.playing(
                Turn.line("hash", BUSY),
                Turn.line("hash", UNKNOWN_MODE),
                Turn.line("all", BUSY),
                listing("all", 500))) {
            assertThat(list(server)).containsExactlyInAnyOrderElementsOf(keys(500));
            server.awaitEnd();
        }
    }

    /** After 20 s, or half of what there is for the whole listing. */
    @Test
    void aServerThatStaysBusyIsToldAsAnError() throws Exception {
        try (ListingServer server = ListingServer.always(Turn.line("hash", BUSY))) {
            assertThatThrownBy(() -> list(server, Duration.ofSeconds(4)))
                    .isInstanceOfSatisfying(ListingException.class, e -> assertThat(e.isSupported())
                            .isTrue())
                    .hasMessage("server [" + server.address() + "] is too busy to list its keys (\"" + BUSY
                            + "\"); try again later");
        }
    }
}
