// SPDX-License-Identifier: Apache-2.0
package dev.ketch.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ketch.client.MemcachedClient;
import dev.ketch.client.MemcachedClients;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The ring that a manager's URI names is the one that its client uses. */
class RingOptionTest {
    private static final String SERVERS =
            IntStream.rangeClosed(1, 25).mapToObj(i -> "10.0.2." + i + ":11311").collect(Collectors.joining(","));

    @ParameterizedTest
    @CsvSource({
        "'', libmemcached-ketama_weighted",
        "?ring=libmemcached, libmemcached-ketama_weighted",
        "?ring=libketama, libketama",
        "?ring=spymemcached, spymemcached-2.12.3-spyformat",
        "?ring=spymemcached-libmemcached, spymemcached-2.12.3-libmcformat"
    })
    void placesKeysAsTheLibraryItIsNamedFor(String query, String recorded) throws Exception {
        List<String> lines;
        try (InputStream in = getClass().getResourceAsStream("/ketama/" + recorded + ".equal-25.keys.csv")) {
            lines = new String(Objects.requireNonNull(in).readAllBytes(), UTF_8)
                    .lines()
                    .toList();
        }
        KetchSettings settings = KetchSettings.of(URI.create("memcached://" + SERVERS + "/n" + query), null);
        try (MemcachedClient client = MemcachedClients.open(settings.client())) {
            assertThat(lines).hasSize(201);
            for (String line : lines.subList(1, lines.size())) {
                String key = line.substring(0, line.indexOf(','));
                assertThat(line)
                        .endsWith("," + client.serverOf(key.getBytes(UTF_8)).name());
            }
        }
    }
}
