// SPDX-License-Identifier: Apache-2.0
package dev.ketch.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ketch.KetchCachingProvider;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys come from a file or a property, and are repeated nowhere. */
class HmacKeyOptionTest {
    private static final URI SERVER = URI.create("memcached://h/n");
    private static final String FIRST = "the-first-key-of-two";
    private static final String SECOND = "the-second-key-of-two";

    @TempDir
    Path folder;

    private static Properties property(String name, String value) {
        Properties properties = new Properties();
        properties.setProperty(name, value);
        return properties;
    }

    private static List<String> keys(KetchSettings settings) {
        return Objects.requireNonNull(settings.items().hmacKeys()).keys().stream()
                .map(key -> new String(key, UTF_8))
                .toList();
    }

    private Path file(String... lines) throws IOException {
        return Files.write(folder.resolve("keys"), List.of(lines));
    }

    @Test
    void ofAFile() throws IOException {
        Path file = file("# keys", "", FIRST, "  " + SECOND + " ");
        assertThat(keys(KetchSettings.of(SERVER, property("ketch.hmacKeyFile", file.toString()))))
                .containsExactly(FIRST, SECOND);
        assertThat(keys(KetchSettings.of(
                        URI.create(SERVER + "?hmacKeyFile=" + file.toUri().getPath()), null)))
                .containsExactly(FIRST, SECOND);
    }

    @Test
    void ofAProperty() {
        KetchSettings settings = KetchSettings.of(SERVER, property("ketch.hmacKey", FIRST + "  " + SECOND));
        assertThat(keys(settings)).containsExactly(FIRST, SECOND);
        assertThat(settings.toString()).doesNotContain(FIRST).doesNotContain(SECOND);
        assertThat(settings).isEqualTo(KetchSettings.of(SERVER, property("ketch.hmacKey", FIRST + " " + SECOND)));
        assertThat(settings).isNotEqualTo(KetchSettings.of(SERVER, property("ketch.hmacKey", FIRST)));
    }

    @Test
    void aManagerDoesNotTellIt() {
        try (KetchCachingProvider provider = new KetchCachingProvider()) {
            Properties given = property("ketch.hmacKey", FIRST);
            given.setProperty("ketch.timeout", "2s");
            Properties shown = provider.getCacheManager(SERVER, null, given).getProperties();
            assertThat(shown)
                    .containsEntry("ketch.timeout", "2s")
                    .containsEntry("ketch.hmacKey", "***")
                    .hasSize(2);
            assertThat(given).containsEntry("ketch.hmacKey", FIRST);
        }
    }

    @Test
    void noMessageTellsAMisspeltOne() {
        for (String uri : List.of(
                SERVER + "?hmackey=" + FIRST,
                SERVER + "?hmac%4Bey=" + FIRST,
                SERVER + "?timeout=1s&hmac-key=" + FIRST,
                SERVER + "?timeout=1s&timeout=2s&hmacKeys=" + FIRST,
                SERVER + "?nothing&secret=" + FIRST,
                SERVER + "?hmacKeys=x#" + FIRST,
                "memcache://h/n?hmac=" + FIRST)) {
            assertThatThrownBy(() -> KetchSettings.of(URI.create(uri), null))
                    .as(uri)
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("***")
                    .hasMessageNotContaining(FIRST);
        }
        assertThatThrownBy(() -> KetchSettings.of(URI.create(SERVER + "?timeout=1s&retries=3"), null))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("[retries]", SERVER + "?timeout=1s&retries=***");
    }

    @Test
    void noneByDefault() {
        assertThat(KetchSettings.of(SERVER, null).items().hmacKeys()).isNull();
    }

    @Test
    void aUriCarriesNoSecret() {
        for (String query : List.of("?hmacKey=" + FIRST, "?timeout=1s&hmacKey=" + FIRST + "&ring=x")) {
            assertThatThrownBy(() -> KetchSettings.of(URI.create(SERVER + query), null))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContainingAll("[hmacKey]", "ketch.hmacKey", "JMX")
                    .hasMessageNotContaining(FIRST);
        }
        assertThatThrownBy(() -> KetchSettings.of(URI.create(SERVER + "?timeot=1s&hmacKey=" + FIRST), null))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("timeot")
                .hasMessageNotContaining(FIRST);
    }

    @Test
    void badKeysAreNotRepeated() throws IOException {
        assertThatThrownBy(() -> KetchSettings.of(SERVER, property("ketch.hmacKey", FIRST + " short")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("key 2", "property [ketch.hmacKey]", "5 bytes", "16")
                .hasMessageNotContaining("short");
        Path file = file("tooshort");
        assertThatThrownBy(() -> KetchSettings.of(SERVER, property("ketch.hmacKeyFile", file.toString())))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("hmacKeyFile", file.toString(), "8 bytes")
                .hasMessageNotContaining("tooshort");
        Path empty = file("# nothing yet");
        assertThatThrownBy(() -> KetchSettings.of(SERVER, property("ketch.hmacKeyFile", empty.toString())))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("hmacKeyFile", "no key");
    }

    @Test
    void aFileThatIsNotThere() {
        String missing = folder.resolve("missing").toString();
        assertThatThrownBy(() -> KetchSettings.of(SERVER, property("ketch.hmacKeyFile", missing)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("hmacKeyFile", missing, "cannot be read");
    }

    @Test
    void fileAndKeyContradictEachOther() throws IOException {
        Properties both = property("ketch.hmacKeyFile", file(FIRST).toString());
        both.setProperty("ketch.hmacKey", SECOND);
        assertThatThrownBy(() -> KetchSettings.of(SERVER, both))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("hmacKey", "hmacKeyFile", "leave one of them out")
                .hasMessageNotContaining(SECOND);
    }
}
