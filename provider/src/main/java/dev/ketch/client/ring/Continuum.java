// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client.ring;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * The ring: points on a circle of 2^32, each owned by a server; a key belongs to the first point at or after its hash.
 * Immutable.
 */
public final class Continuum {
    /** Points in ascending unsigned order, stored with the sign bit flipped so that signed order is that order. */
    private final int[] points;

    /** The owner of each point. */
    private final int[] owners;

    private Continuum(int[] points, int[] owners) {
        this.points = points;
        this.owners = owners;
    }

    /**
     * Computes a ring.
     *
     * @param members the servers in the order of the configuration, at least one
     */
    public static Continuum of(List<RingMember> members, Placement placement) {
        if (members.isEmpty()) {
            throw new IllegalArgumentException("a ring needs at least one server");
        }
        int total = members.stream().mapToInt(RingMember::weight).reduce(0, Math::addExact);
        long[] entries = new long
                [members.stream()
                        .mapToInt(m -> 4 * placement.groups(m.weight(), total, members.size()))
                        .reduce(0, Math::addExact)];
        int n = 0;
        for (int server = 0; server < members.size(); server++) {
            RingMember member = members.get(server);
            String name = placement.name(member.host(), member.port());
            int groups = placement.groups(member.weight(), total, members.size());
            for (int group = 0; group < groups; group++) {
                byte[] digest = Md5.digest((name + "-" + group).getBytes(StandardCharsets.UTF_8));
                for (int i = 0; i < 4; i++) {
                    // Sorting by point, then server, puts the earlier server first where points are equal.
                    entries[n++] = ((long) flip(word(digest, 4 * i)) << 32) | server;
                }
            }
        }
        Arrays.sort(entries);
        int[] points = new int[n];
        int[] owners = new int[n];
        for (int i = 0; i < n; i++) {
            points[i] = (int) (entries[i] >> 32);
            owners[i] = (int) entries[i];
        }
        return new Continuum(points, owners);
    }

    /** The hash of a key, unsigned in 32 bits. */
    public static int hash(byte[] key) {
        return Md5.firstWord(key);
    }

    /** The index of the server that owns a key. Does not allocate. */
    public int ownerOf(byte[] key) {
        return points.length == 0 ? 0 : ownerOf(hash(key));
    }

    /** The index of the server that owns a hash. */
    int ownerOf(int hash) {
        int wanted = flip(hash);
        int low = 0;
        int high = points.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (points[middle] < wanted) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return owners[low == points.length ? 0 : low];
    }

    /** How many points the ring has. */
    int size() {
        return points.length;
    }

    /** Point {@code index} in ascending order, as an unsigned number. */
    long pointAt(int index) {
        return Integer.toUnsignedLong(flip(points[index]));
    }

    /** The server that owns point {@code index}. */
    int ownerAt(int index) {
        return owners[index];
    }

    private static int word(byte[] digest, int at) {
        return (digest[at] & 0xff)
                | ((digest[at + 1] & 0xff) << 8)
                | ((digest[at + 2] & 0xff) << 16)
                | (digest[at + 3] << 24);
    }

    private static int flip(int unsigned) {
        return unsigned ^ Integer.MIN_VALUE;
    }
}
