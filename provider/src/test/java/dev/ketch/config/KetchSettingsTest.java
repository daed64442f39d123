// SPDX-License-Identifier: Apache-2.0
package dev.ketch.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ketch.OnUnavailable;
import dev.ketch.RawKeys;
import dev.ketch.client.ClientSettings;
import dev.ketch.client.ClientSettings.Node;
import dev.ketch.client.OnReturn;
import dev.ketch.client.OnRingChange;
import dev.ketch.client.ring.Placement;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KetchSettingsTest {
    @Test
    void nothingSaidIsMemcachedOnThisMachine() {
        KetchSettings settings = KetchSettings.of(KetchSettings.DEFAULT_URI, null);

        assertThat(settings.client()).isEqualTo(ClientSettings.of(List.of(new Node("localhost", 11211, 1))));
        assertThat(settings.namespace()).isEqualTo("ketch");
        assertThat(settings.client().listTimeout()).isEqualTo(Duration.ofMinutes(2));
        assertThat(settings.listenerQueue()).isEqualTo(10_000);
    }

    @Test
    void theDefaultUriReadsLikeTheDefaults() {
        // Spelt a little differently, so that it is parsed.
        assertThat(of("memcached://localhost:11211/ketch?"))
                .isEqualTo(KetchSettings.of(KetchSettings.DEFAULT_URI, null));
        assertThat(of("memcached://localhost")).isEqualTo(KetchSettings.of(KetchSettings.DEFAULT_URI, null));
    }

    @Test
    void aListOfServersNamespaceAndOptions() {
        KetchSettings settings =
                of("memcached://h1:11212,h2,10.0.0.3:11213:5/shop?ring=libketama&timeout=250ms&connectTimeout=2s"
                        + "&listTimeout=1m&directConnections=8&batchesInFlight=2&maxQueuedOperations=100&maxQueuedBytes=512KB"
                        + "&quarantine=5s&timeoutsUntilDown=2&firstProbe=50ms&longestProbe=1s&journalLimit=9&onReturn=clear&onRingChange=keep"
                        + "&onUnavailable=fail&listenerQueue=7&executorQueue=11&executorThreads=3&serializer=java&rawKeys=plain&keyPrefix=user:"
                        + "&classPolicy=strict&allowClasses=com.acme.Order,com.acme.model.**&denyClasses=com.acme.Bad"
                        + "&maxDepth=10&maxObjects=1000&maxArrayLength=100&maxValueSize=1MB&compression=deflate&compressionThreshold=off"
                        + "&expiry=touched%2030d&slidingExpiry=exact&statistics=true&management=true&createOnGet=true");

        assertThat(settings)
                .isEqualTo(new KetchSettings(
                        new ClientSettings(
                                List.of(
                                        new Node("h1", 11212, 1),
                                        new Node("h2", 11211, 1),
                                        new Node("10.0.0.3", 11213, 5)),
                                Placement.LIBKETAMA,
                                Duration.ofMillis(250),
                                Duration.ofSeconds(2),
                                Duration.ofMinutes(1),
                                8,
                                2,
                                100,
                                512 * 1024,
                                Duration.ofSeconds(1),
                                Duration.ofSeconds(5),
                                2,
                                Duration.ofMillis(50),
                                Duration.ofSeconds(1),
                                9,
                                OnReturn.CLEAR,
                                OnRingChange.KEEP),
                        "shop",
                        7,
                        11,
                        3,
                        new CacheSections(
                                new CacheSettings(
                                        OnUnavailable.FAIL,
                                        new ItemSettings(
                                                "java",
                                                RawKeys.PLAIN,
                                                "user:",
                                                null,
                                                new ClassSettings(
                                                        true,
                                                        List.of("com.acme.Order", "com.acme.model.**"),
                                                        List.of("com.acme.Bad"),
                                                        10,
                                                        1000,
                                                        100,
                                                        1 << 20),
                                                "deflate",
                                                0),
                                        new ExpirySetting(ExpirySetting.Since.TOUCHED, 30L * 86_400_000),
                                        true,
                                        true,
                                        true,
                                        true),
                                Map.of()),
                        null));
    }

    @Test
    void serversFromAFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("servers.list"), "# ours\n\nh1:11211\t600\r\n[::1]:11212\t30000");
        List<Node> servers = List.of(new Node("h1", 11211, 600), new Node("::1", 11212, 30_000));

        assertThat(of("memcached:///shop?serverFile=" + file).client().servers())
                .isEqualTo(servers);
        assertThat(KetchSettings.of(KetchSettings.DEFAULT_URI, properties("ketch.serverFile", file.toString()))
                        .client()
                        .servers())
                .isEqualTo(servers);
        assertThat(KetchSettings.of(URI.create("memcached:///shop"), properties("ketch.serverFile", file.toString()))
                        .namespace())
                .isEqualTo("shop");
        assertThat(of("memcached://h2/shop?serverFile=none").client().servers())
                .containsExactly(new Node("h2", 11211, 1));
    }

    @Test
    void serversFromAFileOfProperties(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("ketch.properties"), "# ours\nketch.servers = h1:11212, h2::3\n");
        assertThatThrownBy(() -> of("memcached:///shop?serverFile=" + file))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("server [h2::3] in properties file [" + file + "]");
        Files.writeString(file, "# ours\nketch.servers = h1:11212, h2:11211:3\n");
        KetchSettings settings = of("memcached:///shop?serverFilePoll=3s&serverFile=" + file);
        assertThat(settings.client().servers()).containsExactly(new Node("h1", 11212, 1), new Node("h2", 11211, 3));
        assertThat(settings.serverFile()).isEqualTo(new ServerListFile(file, Duration.ofSeconds(3)));
        Files.writeString(file, "servers = h1\n");
        assertThatThrownBy(() -> of("memcached:///shop?serverFile=" + file))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("[serverFile]")
                .hasMessageContaining("properties file [" + file + "] lists no server: write ketch.servers=");
        Files.delete(file);
        assertThatThrownBy(() -> of("memcached:///shop?serverFile=" + file))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("properties file [" + file + "] cannot be read");
    }

    @Test
    void aBadLineOfAServerFileIsNamedWithTheOption(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("servers.list"), "h1:11211\t600\nh2:11211\n");
        Properties properties = properties("ketch.serverFile", file.toString());

        assertThatThrownBy(() -> KetchSettings.of(KetchSettings.DEFAULT_URI, properties))
                .isExactlyInstanceOf(ConfigurationException.class)
                .hasMessage("option [serverFile] is [" + file + "] in property [ketch.serverFile]: server file [" + file
                        + "] line 2 [h2:11211]: the weight is missing; write host:port, a tab and the weight");
    }

    @Test
    void withoutARingItIsLibmemcacheds() {
        assertThat(of("memcached://h").client().ring()).isEqualTo(Placement.LIBMEMCACHED);
    }

    @Test
    void ipv6AddressesStandInBrackets() {
        assertThat(of("memcached://[::1]:11212/n").client().servers()).containsExactly(new Node("::1", 11212, 1));
        assertThat(of("memcached://[2001:db8::7]/n").client().servers())
                .containsExactly(new Node("2001:db8::7", 11211, 1));
        assertThat(of("memcached://%5B::1%5D:11212,%5B::2%5D:11213:3/n")
                        .client()
                        .servers())
                .containsExactly(new Node("::1", 11212, 1), new Node("::2", 11213, 3));
        assertThat(KetchSettings.of(KetchSettings.DEFAULT_URI, properties("ketch.servers", "[::1]:1, [::2]"))
                        .client()
                        .servers())
                .containsExactly(new Node("::1", 1, 1), new Node("::2", 11211, 1));
    }

    @Test
    void hostNamesMayHaveUnderscores() {
        assertThat(of("memcached://cache_1:11211,cache_2:11211").client().servers())
                .extracting(Node::name)
                .containsExactly("cache_1:11211", "cache_2:11211");
    }

    @Test
    void percentEncodingIsDecodedAndAPlusIsAPlus() {
        assertThat(of("memcached://h/a%2Fb+%C3%BC").namespace()).isEqualTo("a/b+\u00fc");
    }

    @Test
    void propertiesSayWhatTheUriDoesNot() {
        KetchSettings settings =
                KetchSettings.of(URI.create("memcached://h1/n?timeout=1s"), properties("ketch.connectTimeout", "3s"));

        assertThat(settings.client().timeout()).isEqualTo(Duration.ofSeconds(1));
        assertThat(settings.client().connectTimeout()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void propertiesOverrideTheDefaultUri() {
        Properties properties = properties("ketch.servers", "h1,h2:3");
        properties.setProperty("ketch.namespace", "shop");

        KetchSettings settings = KetchSettings.of(KetchSettings.DEFAULT_URI, properties);

        assertThat(settings.client().servers()).containsExactly(new Node("h1", 11211, 1), new Node("h2", 3, 1));
        assertThat(settings.namespace()).isEqualTo("shop");
    }

    @Test
    void aUriWithoutServersTakesThemFromTheProperties() {
        assertThat(KetchSettings.of(URI.create("memcached:///shop"), properties("ketch.servers", "h1"))
                        .client()
                        .servers())
                .containsExactly(new Node("h1", 11211, 1));
    }

    @Test
    void theSameInUriAndPropertiesIsFine() {
        assertThat(KetchSettings.of(URI.create("memcached://h/n?timeout=1s"), properties("ketch.timeout", "1s"))
                        .client()
                        .timeout())
                .isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void valuesOfPropertiesNeedNotBeStrings() {
        Properties properties = new Properties(properties("ketch.batchesInFlight", "9"));
        properties.put("ketch.directConnections", 12);
        properties.put("ketch.timeout", Duration.ofMillis(30));
        properties.put("somebody.elses", new Object());
        properties.put(new Object(), new Object());

        ClientSettings client =
                KetchSettings.of(KetchSettings.DEFAULT_URI, properties).client();

        assertThat(client.directConnections()).isEqualTo(12);
        assertThat(client.timeout()).isEqualTo(Duration.ofMillis(30));
        assertThat(client.batchesInFlight()).isEqualTo(9);
    }

    @Test
    void eachDefaultIsWrittenAsAUserCouldWriteIt() {
        Properties properties = new Properties();
        for (Option option : Option.values()) {
            properties.setProperty(option.property(), option.defaultText());
        }

        assertThat(KetchSettings.of(KetchSettings.DEFAULT_URI, properties))
                .isEqualTo(KetchSettings.of(KetchSettings.DEFAULT_URI, null));
    }

    private static KetchSettings of(String uri) {
        return KetchSettings.of(URI.create(uri), null);
    }

    private static Properties properties(String name, String value) {
        Properties properties = new Properties();
        properties.setProperty(name, value);
        return properties;
    }
}
