// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.key;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Prints the bytes of the sample keys; run in JVMs of its own. */
final class KeyDump {

    private KeyDump() {}

    /** Prints one line for each sample: name, canonical bytes in hexadecimal, memcached key. */
    public static void main(String[] arguments) {
        lines().forEach(System.out::println);
    }

    static List<String> lines() {
        WireKeys wireKeys = WireKeys.of("app", "orders");
        KeyCodec codec = new KeyCodec();
        List<String> lines = new ArrayList<>();
        SampleKeys.all().forEach((name, key) -> {
            byte[] canonical = codec.encode(key);
            // The long ones by their digest, which is in the memcached key.
            String hex = canonical.length > 300 ? "-" : HexFormat.of().formatHex(canonical);
            lines.add(name + "\t" + hex + "\t" + new String(wireKeys.encode(key).bytes(), StandardCharsets.US_ASCII));
        });
        return lines;
    }
}
