// SPDX-License-Identifier: Apache-2.0
package dev.ketch.config;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A mistake in a file is answered with its place, the value, and what to write instead. */
class BadConfigFileTest {
    @TempDir
    Path folder;

    static Stream<Arguments> mistakes() {
        return Stream.of(
                Arguments.of("", "is empty: write options, like timeout: 250ms"),
                Arguments.of("# nothing\n", "is empty"),
                Arguments.of("---\n", "line 2 column 1 is nothing: write options"),
                Arguments.of("timeout", "line 1 column 1 is a text: write options"),
                Arguments.of("- timeout: 1s", "line 1 column 1 is a list: write options"),
                Arguments.of(
                        "timeuot: 1s", "unknown option [timeuot] in file [F] line 1 column 1: did you mean [timeout"),
                Arguments.of("cache:\n  a: {}", "unknown option [cache] in file [F] line 1 column 1: did you mean"),
                Arguments.of("colour: red", "options are [config, servers,"),
                Arguments.of(
                        "longestProbe: 1s\nfirstProbe: 3s",
                        "option [firstProbe] is [3s] in file [F] line 2 column 13, longer than option [longestProbe] is"
                                + " [1s] in file [F] line 1 column 15: make the first pause shorter"),
                Arguments.of(
                        "\ntimeout: 250", "option [timeout] has the value [250] in file [F] line 2 column 10: write a"),
                Arguments.of(
                        "timeout:",
                        "option [timeout] is or holds nothing in file [F] line 1 column 9: write a duration"),
                Arguments.of("timeout: ~", "is or holds nothing"),
                Arguments.of("timeout: [1s, 2s]", "option [timeout] is or holds a list in file [F] line 1 column 10"),
                Arguments.of(
                        "timeout:\n  unit: s", "option [timeout] is or holds a section in file [F] line 2 column 3"),
                Arguments.of("servers: []", "option [servers] is or holds a list"),
                Arguments.of("servers: [h1, {h2: 1}]", "option [servers] is or holds a section"),
                Arguments.of(
                        "statistics: yes",
                        "[yes] in file [F] line 1 column 13: write true or false (the default is false)"),
                Arguments.of(
                        "expiry: created",
                        "[created] in file [F] line 1 column 9: write eternal, or created, modified"),
                Arguments.of("expiry: created 0s", "option [expiry] has the value [created 0s]"),
                Arguments.of("expiry: created 999999999999d", "option [expiry] has the value"),
                Arguments.of("expiry: 10m", "option [expiry] has the value [10m]"),
                Arguments.of(
                        "config: other.yaml",
                        "option [config] is [other.yaml] in file [F] line 1 column 9: a file names no"),
                Arguments.of(
                        "timeout: 1s\ntimeout: 2s",
                        "file [F] line 2 column 1 has the name [timeout] again, after line 1 column 1: leave one out"),
                Arguments.of(
                        "caches:\n\torders: {}", "file [F] line 2 column 1 is no YAML: found character '\\t(TAB)'"),
                Arguments.of("caches:\n\torders: {}", "indent with spaces"),
                Arguments.of("a: b: c", "file [F] line 1 column 5 is no YAML: mapping values are not allowed here"),
                Arguments.of("timeout: \"1s", "is no YAML: found unexpected end of stream"),
                Arguments.of("timeout: 1s\n---\ntimeout: 2s", "file [F] line 2 column 1 begins a second document"),
                Arguments.of("timeout: &x 1s", "line 1 column 10 has an anchor or alias: write the value out"),
                Arguments.of("timeout: *x", "line 1 column 10 has an anchor or alias"),
                Arguments.of(
                        "timeout: !!java.util.Date 1s",
                        "line 1 column 10 has a tag, which begins with !: leave it out"),
                Arguments.of("? [a]\n: b", "line 1 column 3 has a list or section for a name: write a text"),
                Arguments.of("servers: " + "[".repeat(100_000), "is nested too deeply"),
                Arguments.of(
                        "caches: [orders]",
                        "[caches] is a list in file [F] line 1 column 9: write names with their values"),
                Arguments.of("caches:\n  orders: 5", "[orders] is a text in file [F] line 2 column 11: write names"),
                Arguments.of("caches:\n  '': {}", "line 2 column 3 is a section without a name"),
                Arguments.of(
                        "caches:\n  a: {expire: created 1m}",
                        "unknown option [expire] in file [F] line 2 column 7, section [a]: did you mean [expiry]?"),
                Arguments.of("caches:\n  a: {colour: red}", "section [a]: options are [onUnavailable, serializer,"),
                Arguments.of(
                        "caches:\n  a: {timeout: 1s}",
                        "option [timeout] stands in file [F] line 2 column 7, section [a], but holds for all caches of a manager: write it outside"),
                Arguments.of(
                        "caches:\n  a: {serializer: kyro}",
                        "[kyro] in file [F] line 2 column 19, section [a]: write kryo, java"),
                Arguments.of(
                        "caches:\n  a: {createOnGet: [true]}", "option [createOnGet] is or holds a list in file [F]"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void areNamed(String yaml, String message) throws IOException {
        Path file = Files.writeString(folder.resolve("ketch.yaml"), yaml);

        assertThatThrownBy(() -> KetchSettings.of(file.toUri(), null))
                .isExactlyInstanceOf(ConfigurationException.class)
                .hasMessageContaining(message.replace("[F]", "[" + file.toUri() + "]"));
    }

    @Test
    void aFileThatIsNone() throws IOException {
        assertBad(folder.resolve("no.yaml").toUri(), "there is no such file; check the name");
        assertBad(URI.create("no/such.yaml"), "there is no such file (from the directory [");
        assertBad(URI.create("file:" + Files.createDirectory(folder.resolve("dir.yaml"))), "cannot be read");
        assertBad(URI.create("what:/ketch.yaml"), "cannot be read: java.net.MalformedURLException");
        assertBad(
                Files.writeString(folder.resolve("large.yaml"), "# much\n".repeat(300_000))
                        .toUri(),
                "the file has more than 1048576 bytes, no configuration has: check the name");
        assertBad(
                Files.write(folder.resolve("latin.yml"), "namespace: \u00e4".getBytes(StandardCharsets.ISO_8859_1))
                        .toUri(),
                "the file is not in UTF-8: save it so");
        assertBad(
                Files.write(folder.resolve("binary.yml"), new byte[] {'a', ':', ' ', 1})
                        .toUri(),
                "is no YAML");
    }

    private static void assertBad(URI uri, String message) {
        assertThatThrownBy(() -> KetchSettings.of(uri, null))
                .isExactlyInstanceOf(ConfigurationException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ketch.caches.a.expire  | created 1m | unknown option [expire] in property [ketch.caches.a.expire]: did you mean [expiry]?
            ketch.caches.a.timeout | 1s         | option [timeout] stands in property [ketch.caches.a.timeout], but holds for all caches
            ketch.caches.a.expiry  | soon       | option [expiry] has the value [soon] in property [ketch.caches.a.expiry]: write eternal, or created
            ketch.caches.expiry    | eternal    | property [ketch.caches.expiry] names no cache, or no option: write ketch.caches.<name or pattern>.<option>
            ketch.cachs.a.expiry   | eternal    | unknown option [cachs.a.expiry] in property [ketch.cachs.a.expiry]: did you mean ketch.caches.<name or pattern>.<option>?
            ketch.config           | ketch.xml  | option [config] is [ketch.xml] in property [ketch.config]: write a file or URL that ends with .yaml or .yml, or none
            """)
    void inProperties(String name, String value, String message) {
        Properties properties = new Properties();
        properties.setProperty(name, value);

        assertThatThrownBy(() -> KetchSettings.of(KetchSettings.DEFAULT_URI, properties))
                .isExactlyInstanceOf(ConfigurationException.class)
                .hasMessageContaining(message);
    }
}
