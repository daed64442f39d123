// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client.ring;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
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
     * @throws IllegalArgumentException if there is none, one is there twice, or has a name that the placement does not
     *     know
     */
    public static Continuum of(List<RingMember> members, Placement placement) {
        if (members.isEmpty()) {
            throw new IllegalArgumentException("a ring needs at least one server");
        }
        placement.check(members);
        long[] entries = entries(members, placement);
        Arrays.sort(entries);
        int[] points = new int[entries.length];
        int[] owners = new int[entries.length];
        int n = 0;
        for (long entry : entries) {
            int point = (int) (entry >> 32);
            // Where the last server owns a common point, the others' is overwritten; else it stays, and is never found.
            if (placement.lastOwnsTies() && n > 0 && points[n - 1] == point) {
                continue;
            }
            points[n] = point;
            owners[n++] = rank((int) entry, members.size(), placement);
        }
        return new Continuum(Arrays.copyOf(points, n), Arrays.copyOf(owners, n));
    }

    /** All points, each with its server's rank behind it: sorted, the owner of a common point is the first there. */
    private static long[] entries(List<RingMember> members, Placement placement) {
        long total = members.stream().mapToLong(RingMember::weight).sum();
        int[] groups = members.stream()
                .mapToInt(m -> placement.groups(m.weight(), total, members.size()))
                .toArray();
        long[] entries = new long[4 * Arrays.stream(groups).reduce(0, Math::addExact)];
        int n = 0;
        for (int server = 0; server < groups.length; server++) {
            String name = placement.name(members.get(server));
            int rank = rank(server, groups.length, placement);
            for (int group = 0; group < groups[server]; group++) {
                byte[] digest = Md5.digest((name + "-" + group).getBytes(StandardCharsets.UTF_8));
                for (int i = 0; i < 4; i++) {
                    entries[n++] = ((long) flip(word(digest, 4 * i)) << 32) | rank;
                }
            }
        }
        return entries;
    }

    /** The place of a server among those that have the same point, from 0; and the server of such a place. */
    private static int rank(int server, int servers, Placement placement) {
        return placement.lastOwnsTies() ? servers - 1 - server : server;
    }

    /** The hash of a key, unsigned in 32 bits. */
    public static int hash(byte[] key) {
        return Md5.firstWord(key);
    }

    /** The index of the server that owns a key. Does not allocate. */
    public int ownerOf(byte[] key) {
        return ownerOf(hash(key));
    }

    /** The index of the server that owns a hash. */
    int ownerOf(int hash) {
        if (points.length == 0) {
            return 0;
        }
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

    /**
     * The servers that own hashes here which they did not own before.
     *
     * @param earlier by a server's index here, its index there, or -1 if it was not there
     */
    public BitSet gainersSince(Continuum before, int[] earlier) {
        BitSet gainers = new BitSet();
        // Between two neighbouring points of either ring nothing changes hands, so that looking at the points is
        // enough.
        for (int point : points) {
            compare(before, earlier, flip(point), gainers);
        }
        for (int point : before.points) {
            compare(before, earlier, flip(point), gainers);
        }
        if (points.length == 0 || before.points.length == 0) {
            compare(before, earlier, 0, gainers);
        }
        return gainers;
    }

    private void compare(Continuum before, int[] earlier, int hash, BitSet gainers) {
        int owner = ownerOf(hash);
        if (earlier[owner] != before.ownerOf(hash)) {
            gainers.set(owner);
        }
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

    /** How many of the 2^32 hashes each server owns, in the order of the configuration. */
    long[] shares(int servers) {
        long[] shares = new long[servers];
        for (int i = 0; i < points.length; i++) {
            // Those behind the last point are the first one's.
            long before = i > 0 ? pointAt(i - 1) : pointAt(points.length - 1) - (1L << 32);
            shares[owners[i]] += pointAt(i) - before;
        }
        return shares;
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
