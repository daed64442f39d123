// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** All pairs of 1,000 (cache name, key) pairs of texts that try to look like one another. */
class HostileKeysTest {

    private static final String[] PIECES = {
        "",
        ":",
        "::",
        "%",
        "%25",
        "%3A",
        "%7E",
        "~",
        "~i1",
        "~h",
        "~g",
        "#",
        "##",
        "%23",
        " ",
        "\t",
        "\0",
        "\u007f",
        "\ud83d",
        "\ude00",
        "\ud83d\ude00",
        "?",
        "\u00fc",
        "u\u0308",
        "\uffff",
        "a",
        "A",
        "a:b",
        "app",
        "app:orders:",
        "\r\nset x 0 0 1",
        "%ED%A0%BD",
        "%ED%B8%80"
    };

    @Test
    void differentPairsHaveDifferentWireKeys() {
        Set<List<String>> pairs = pairs();
        Map<String, List<String>> seen = new HashMap<>();
        for (List<String> pair : pairs) {
            WireKeys keys = WireKeys.of("app", pair.get(0));
            check(keys.encode(pair.get(1)).bytes(), pair, seen);
            assertThat(keys.encode(pair.get(1)).bytes()).startsWith(keys.prefix());
        }
        // The reserved keys and those of other types meet none of them either.
        for (String cache : PIECES) {
            WireKeys keys = WireKeys.of("app", cache);
            check(keys.generationKey(), List.of(cache, "generation"), seen);
            check(keys.encode(1).bytes(), List.of(cache, "int"), seen);
            check(keys.encode(1L).bytes(), List.of(cache, "long"), seen);
        }
    }

    @Test
    void namespaceAndCacheNameDoNotRunTogether() {
        Map<String, List<String>> seen = new HashMap<>();
        for (String namespace : PIECES) {
            for (String cache : PIECES) {
                check(WireKeys.of(namespace, cache).encode("k").bytes(), List.of(namespace, cache), seen);
            }
        }
    }

    private static void check(byte[] bytes, List<String> pair, Map<String, List<String>> seen) {
        assertThat(bytes.length).isBetween(1, 250);
        for (byte b : bytes) {
            assertThat(b).isBetween((byte) 0x21, (byte) 0x7e);
        }
        List<String> other = seen.put(new String(bytes, StandardCharsets.ISO_8859_1), pair);
        assertThat(other).as("%s", pair).isNull();
    }

    private static Set<List<String>> pairs() {
        Random random = new Random(250);
        List<String> texts = new ArrayList<>(List.of(PIECES));
        for (int length : new int[] {79, 80, 81, 160, 238, 239, 240, 250, 1000, 1001, 5000}) {
            texts.add("x".repeat(length));
            texts.add("%".repeat(length));
            texts.add("\ud83d".repeat(length));
            texts.add("\ude00".repeat(length));
            texts.add("x".repeat(length) + ":");
        }
        Set<List<String>> pairs = new LinkedHashSet<>();
        for (String piece : PIECES) {
            pairs.add(List.of(piece, ""));
            pairs.add(List.of("", piece));
        }
        while (pairs.size() < 1000) {
            pairs.add(List.of(text(texts, random), text(texts, random)));
        }
        return pairs;
    }

    private static String text(List<String> texts, Random random) {
        String first = texts.get(random.nextInt(texts.size()));
        return random.nextBoolean() ? first : first + texts.get(random.nextInt(PIECES.length));
    }
}
