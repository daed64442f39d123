// SPDX-License-Identifier: Apache-2.0
package dev.ketch.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ketch.OnUnavailable;
import dev.ketch.client.ClientSettings.Node;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Options from a file: where it may be, and how it goes together with URI and properties. */
class ConfigFileTest {
    private static final String YAML = """
            # Ours.
            servers: [h1:11211, h2:11212]
            namespace: "shop"
            timeout: 250ms
            batchesInFlight: 9
            allowClasses:
              - com.acme.Order
              - com.acme.Item
            onUnavailable: fail
            statistics: true
            """;

    @TempDir
    Path folder;

    private Path file(String yaml) throws IOException {
        return Files.writeString(folder.resolve("ketch.yaml"), yaml);
    }

    private static void assertIsYaml(KetchSettings settings) {
        assertThat(settings.client().servers()).containsExactly(new Node("h1", 11211, 1), new Node("h2", 11212, 1));
        assertThat(settings.client().timeout()).isEqualTo(Duration.ofMillis(250));
        assertThat(settings.client().batchesInFlight()).isEqualTo(9);
        assertThat(settings.namespace()).isEqualTo("shop");
        assertThat(settings.items().classes().allow()).isEqualTo(List.of("com.acme.Order", "com.acme.Item"));
        assertThat(settings.caches().base().onUnavailable()).isEqualTo(OnUnavailable.FAIL);
        assertThat(settings.caches().base().statistics()).isTrue();
    }

    private static KetchSettings of(String uri, String... properties) {
        return KetchSettings.of(URI.create(uri), properties(properties));
    }

    private static Properties properties(String... namesAndValues) {
        Properties properties = new Properties();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            properties.setProperty(namesAndValues[i], namesAndValues[i + 1]);
        }
        return properties;
    }

    @Test
    void namedByTheUri() throws IOException {
        Path file = file(YAML);
        assertIsYaml(KetchSettings.of(file.toUri(), null));
        assertIsYaml(of("file:" + file));
        assertIsYaml(of(file.toString()));
        Path relative = Path.of("").toAbsolutePath().relativize(file);
        assertIsYaml(of(relative.toString()));
        assertIsYaml(of(Files.copy(file, folder.resolve("my ketch.YML")).toUri().toString()));
    }

    @Test
    void aResourceOfTheClassLoader() throws IOException {
        file(YAML);
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()}, null)) {
            for (String uri : List.of("classpath:ketch.yaml", "classpath:/ketch.yaml", "ketch.yaml")) {
                assertIsYaml(KetchSettings.of(URI.create(uri), null, loader));
            }
            assertIsYaml(KetchSettings.of(
                    KetchSettings.DEFAULT_URI, properties("ketch.config", "classpath:ketch.yaml"), loader));
        }
        assertThatThrownBy(() -> of("classpath:no/ketch.yaml"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(
                        "option [config] is [classpath:no/ketch.yaml] in uri [classpath:no/ketch.yaml]: the class loader"
                                + " of the manager has no such resource; check the name");
    }

    @Test
    void inAJar() throws IOException {
        Path jar = folder.resolve("app.jar");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out)) {
            entries.putNextEntry(new ZipEntry("conf/ketch.yaml"));
            entries.write(YAML.getBytes(StandardCharsets.UTF_8));
            entries.closeEntry();
        }
        assertIsYaml(of("jar:" + jar.toUri() + "!/conf/ketch.yaml"));
        assertThatThrownBy(() -> of("jar:" + jar.toUri() + "!/ketch.yaml"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("check the name");
    }

    @Test
    void namedByAnOption() throws IOException {
        Path file = file(YAML);
        assertIsYaml(of("memcached:///?config=" + file));
        assertIsYaml(of("memcached:///shop", "ketch.config", file.toString()));
        assertIsYaml(of(
                KetchSettings.DEFAULT_URI.toString(),
                "ketch.config",
                file.toUri().toString()));
        assertIsYaml(of(file.toString(), "ketch.config", file.toString()));
    }

    @Test
    void eachSourceSaysWhatOthersLeaveOut() throws IOException {
        Path file = file("timeout: 250ms\ncaches:\n  orders:\n    expiry: created 1m\n");

        KetchSettings settings = of(
                "memcached://h9/n?config=" + file,
                "ketch.connectTimeout",
                "3s",
                "ketch.caches.orders.statistics",
                "true",
                "ketch.timeout",
                "250ms");

        assertThat(settings.client().servers()).containsExactly(new Node("h9", 11211, 1));
        assertThat(settings.client().timeout()).isEqualTo(Duration.ofMillis(250));
        assertThat(settings.client().connectTimeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(settings.caches().of("orders").statistics()).isTrue();
        assertThat(settings.caches().of("orders").expiry())
                .isEqualTo(new ExpirySetting(ExpirySetting.Since.CREATED, 60_000));
    }

    @Test
    void contradictionsNameBothPlaces() throws IOException {
        Path file = file("timeout: 250ms\ncaches:\n  orders: {statistics: true}\n");

        assertThatThrownBy(() -> of("memcached://h/n?timeout=1s&config=" + file))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("option [timeout] is [1s] in uri [memcached://h/n?timeout=1s&config=" + file
                        + "] but [250ms] in file [" + file + "] line 1 column 10: leave one of them out");
        assertThatThrownBy(() -> of(file.toString(), "ketch.caches.orders.statistics", "false"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("option [statistics] is [false] in property [ketch.caches.orders.statistics] but [true] in"
                        + " file [" + file + "] line 3 column 24, section [orders]: leave one of them out");
        assertThatThrownBy(() -> of(file.toString(), "ketch.config", "other.yaml"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("but [other.yaml] in property [ketch.config]: leave one of them out");
    }

    @Test
    void aFileWithoutServersMeansThisMachine() throws IOException {
        assertThat(of(file("timeout: 3s").toString()).client().servers())
                .containsExactly(new Node("localhost", 11211, 1));
    }

    @Test
    void secretsMayStandInAFileAndAreNotRepeated() throws IOException {
        Path file = file("hmacKey: [the-first-key-of-two, the-second-key-of-two]");
        assertThat(of(file.toString()).items().hmacKeys().keys()).hasSize(2);
        Path bad = file("hmacKey: ab-secret\n");
        assertThatThrownBy(() -> of(bad.toString()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("line 1 column 10")
                .hasMessageNotContaining("secret");
        Path broken = file("hmacKey: 'a-secret-that-does-not-end\n\tx: y");
        assertThatThrownBy(() -> of(broken.toString()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageNotContaining("secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "timeout:1s\nhmacKey:a-secret-key-of-24-bytes",
                "ketch.hmacKey=a-secret-key-of-24-bytes",
                "caches:\n  hmacKey: a-secret-key-of-24-bytes",
                "caches: a-secret-key-of-24-bytes",
                "hmacKey: !a-secret-key-of-24-bytes",
                "hmacKey: !a!secret-key-of-24-bytes",
                "hmacKey: {a-secret-key-of-24-bytes: x}",
                "hmacKey: [[a-secret-key-of-24-bytes]]",
                "hmacKey: *a-secret-key-of-24-bytes",
                "hmacKey: |\n a-secret-key-of-24-bytes\nx",
                "hmacKey: @a-secret-key-of-24-bytes"
            })
    void noMessageRepeatsWhatMayBeASecret(String yaml) throws IOException {
        Path file = file(yaml);
        assertThatThrownBy(() -> of(file.toString()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("line ")
                .hasMessageNotContaining("secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://user:secret@h/ketch.yaml",
                "http://user:secret@my_host/ketch.yaml",
                "http://user:secret@my_host/ketch.conf",
                "jar:http://user:secret@my_host/a.jar!/ketch.yaml"
            })
    void aLocationThatNamesAUserIsNeverShown(String location) {
        Properties properties = new Properties();
        properties.setProperty("ketch.config", location);
        for (ThrowingCallable reading : new ThrowingCallable[] {
            () -> of(location),
            () -> KetchSettings.of(KetchSettings.DEFAULT_URI, properties),
            () -> KetchSettings.of(URI.create("file:/other/ketch.yaml"), properties),
            () -> KetchSettings.uriOfFile(location, "system property [ketch.config]")
        }) {
            assertThatThrownBy(reading)
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageNotContaining("secret");
        }
        assertThatThrownBy(() -> KetchSettings.uriOfFile(location, "system property [ketch.config]"))
                .hasMessageContaining("names a user");
    }
}
