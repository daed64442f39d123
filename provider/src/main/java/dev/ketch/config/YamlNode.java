// SPDX-License-Identifier: Apache-2.0
package dev.ketch.config;

import java.util.List;

/** A value in a YAML file, and where it stands; immutable. */
sealed interface YamlNode {
    /** Where it begins. */
    Place place();

    /** What it is, for messages. */
    String kind();

    /** A place in a file; line and column count from 1. */
    record Place(int line, int column) {
        @Override
        public String toString() {
            return "line " + line + " column " + column;
        }
    }

    /** A text; so are numbers and booleans, which options read for themselves. */
    record Text(String text, boolean isPlain, Place place) implements YamlNode {
        /** Whether YAML reads it as nothing at all. */
        boolean isNull() {
            return isPlain && (text.isEmpty() || text.equals("~") || text.equalsIgnoreCase("null"));
        }

        @Override
        public String kind() {
            // Not which: what stands in the wrong place may be a secret.
            return isNull() ? "nothing" : "a text";
        }
    }

    /** A list. */
    record Items(List<YamlNode> items, Place place) implements YamlNode {
        @Override
        public String kind() {
            return "a list";
        }
    }

    /** Names with values; no name stands twice. */
    record Section(List<Entry> entries, Place place) implements YamlNode {
        @Override
        public String kind() {
            return "a section";
        }
    }

    /** One of them. */
    record Entry(Text name, YamlNode value) {}
}
