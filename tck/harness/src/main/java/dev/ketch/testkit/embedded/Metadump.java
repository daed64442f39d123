// SPDX-License-Identifier: Apache-2.0
package dev.ketch.testkit.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code lru_crawler metadump}: one line an item, ended by LF alone. Items that are there during the whole walk are in
 * it exactly once. No lock is held while the client reads.
 */
final class Metadump {
    private static final String UNRESERVED = "-._~";

    private final ServerContext context;
    private final ReplyBuffer out;

    Metadump(ServerContext context, ReplyBuffer out) {
        this.context = context;
        this.out = out;
    }

    /**
     * Writes the lines.
     *
     * @param classes {@code all}, {@code hash} or a list of size classes
     * @return false, with nothing written, if it is none of these
     */
    boolean write(String classes) throws IOException {
        BitSet wanted = parse(classes);
        if (wanted == null) {
            return false;
        }
        long now = context.clock().now();
        for (Map.Entry<String, Item> entry : context.store().items().entrySet()) {
            Item item = entry.getValue();
            long size = item.size(entry.getKey().length());
            int slabClass = SlabClasses.of(size);
            if (wanted.get(slabClass) && !context.store().isDead(item, now)) {
                out.write(line(entry.getKey(), item, slabClass, size).getBytes(StandardCharsets.US_ASCII));
            }
        }
        return true;
    }

    private static String line(String key, Item item, int slabClass, long size) {
        long expires = item.expiresAt() == 0 ? -1 : item.expiresAt();
        return "key=" + encode(key) + " exp=" + expires + " la=" + item.accessed() + " cas=" + item.cas() + " fetch="
                + (item.fetched() ? "yes" : "no") + " cls=" + slabClass + " size=" + size + "\n";
    }

    private static String encode(String key) {
        StringBuilder encoded = new StringBuilder(key.length());
        for (int at = 0; at < key.length(); at++) {
            char c = key.charAt(at);
            boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (plain || UNRESERVED.indexOf(c) >= 0) {
                encoded.append(c);
            } else {
                encoded.append(String.format(Locale.ROOT, "%%%02X", (int) c));
            }
        }
        return encoded.toString();
    }

    private static @Nullable BitSet parse(String classes) {
        BitSet wanted = new BitSet(SlabClasses.LARGEST + 1);
        if (classes.equals("all") || classes.equals("hash")) {
            wanted.set(1, SlabClasses.LARGEST + 1);
            return wanted;
        }
        for (String id : classes.split(",", -1)) {
            if (!id.matches("[1-9][0-9]?") || Integer.parseInt(id) > SlabClasses.LARGEST) {
                return null;
            }
            wanted.set(Integer.parseInt(id));
        }
        return wanted;
    }
}
