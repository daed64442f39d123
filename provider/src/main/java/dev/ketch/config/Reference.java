// SPDX-License-Identifier: Apache-2.0
package dev.ketch.config;

import dev.ketch.config.YamlNode.Entry;
import dev.ketch.config.YamlNode.Text;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** The annotated file with all options, {@code dev/ketch/reference.yaml}, from which the defaults are read. */
final class Reference {
    static final String RESOURCE = "/dev/ketch/reference.yaml";

    /** By name, in the order of the file; never changed. */
    private static final Map<String, String> DEFAULTS = read();

    private Reference() {}

    private static Map<String, String> read() {
        Map<String, String> defaults = new LinkedHashMap<>();
        for (Entry entry : YamlReader.read(text(), RESOURCE).entries()) {
            if (!(entry.value() instanceof Text value)) {
                throw new IllegalStateException(
                        RESOURCE + " has no text for [" + entry.name().text() + "]");
            }
            defaults.put(entry.name().text(), value.text());
        }
        return defaults;
    }

    /** The file as it is. */
    static String text() {
        try (InputStream in = Reference.class.getResourceAsStream(RESOURCE)) {
            return new String(Objects.requireNonNull(in, RESOURCE).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String defaultOf(String option) {
        String value = DEFAULTS.get(option);
        if (value == null) {
            throw new IllegalStateException(RESOURCE + " lacks the option [" + option + "]");
        }
        return value;
    }

    /** Fails if the file has an option that is not among these. */
    static void checkNames(Collection<String> options) {
        Set<String> unknown = new HashSet<>(DEFAULTS.keySet());
        unknown.removeAll(options);
        if (!unknown.isEmpty()) {
            throw new IllegalStateException(RESOURCE + " has unknown options: "
                    + unknown.stream().sorted().collect(Collectors.joining(", ")));
        }
    }
}
