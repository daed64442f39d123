// SPDX-License-Identifier: Apache-2.0
package dev.ketch.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The annotated file with all options, {@code dev/ketch/reference.yaml}, from which the defaults are read. An option and
 * its default stand in one line each, and are read as such: to load a YAML parser for that takes a JVM tens of milliseconds, which
 * those who have no file of their own need not spend.
 */
final class Reference {
    static final String RESOURCE = "/dev/ketch/reference.yaml";

    /** By name, in the order of the file; never changed. */
    private static final Map<String, String> DEFAULTS = read();

    private Reference() {}

    private static Map<String, String> read() {
        Map<String, String> defaults = new LinkedHashMap<>();
        text().lines().filter(line -> !line.isEmpty() && !line.startsWith("#")).forEach(line -> {
            int colon = line.indexOf(": ");
            if (colon < 0 || defaults.put(line.substring(0, colon), line.substring(colon + 2)) != null) {
                throw new IllegalStateException(RESOURCE + " has no value, or two, in line [" + line + "]");
            }
        });
        return Collections.unmodifiableMap(defaults);
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
