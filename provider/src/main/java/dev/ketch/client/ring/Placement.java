// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client.ring;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How servers get their points on the continuum. Clients find each other's items only if they share the placement.
 *
 * <p>Placements differ in three things: the name of a server that is hashed, the number of its points, and who owns a
 * point that two servers have. The name always comes from the configuration and is never resolved. A server's points
 * come in groups of four, about 40 groups a server, shared out by weight; a server whose weight is a tiny part of the
 * whole may get none. Immutable, and safe for any thread.
 */
public enum Placement {
    /**
     * libmemcached's KETAMA_WEIGHTED, shared by php-memcached (libketama-compatible), pylibmc ({@code ketama_weighted})
     * and twemproxy ({@code md5}, {@code ketama}): the port is left out of the name where it is 11211, an IPv6 address
     * stands as configured and without brackets. The server that comes first in the configuration owns a common point.
     */
    LIBMEMCACHED("libmemcached", false) {
        @Override
        String name(RingMember member) {
            return withoutDefaultPort(member.host(), member.port());
        }

        @Override
        int groups(int weight, long totalWeight, int servers) {
            return (int) Math.floor(share(weight, totalWeight, servers) + 0.0000000001f);
        }
    },

    /**
     * The original libketama: the port always stands in the name, an IPv6 address in brackets, as they do in its server
     * file. It leaves a common point to whatever order its sort leaves it in; here the server that comes first owns it,
     * as under the stable sort of the GNU C library.
     */
    LIBKETAMA("libketama", false) {
        @Override
        String name(RingMember member) {
            return member.name();
        }

        @Override
        int groups(int weight, long totalWeight, int servers) {
            // In doubles from here, and rounded to a float once.
            double share = (double) ((float) weight / (float) totalWeight) * 40.0 * servers;
            return (int) Math.floor((float) share);
        }
    },

    /**
     * spymemcached's ring as its {@code KetamaConnectionFactory} has it, for servers given to it as literal addresses:
     * address and port, in the form in which Java prints them (since Java 14; IPv6 in full and in brackets). Refuses host
     * names: spymemcached hashes {@code name/address} for those, so the ring would hang on an address that a name
     * happened to have. The server that comes last owns a common point.
     */
    SPYMEMCACHED("spymemcached", true) {
        @Override
        String name(RingMember member) {
            String address = LiteralAddress.printed(member.host());
            if (address == null) {
                throw new IllegalArgumentException("server [" + member.name() + "] is given by name, but ring [" + key()
                        + "] knows literal addresses only, since spymemcached hashes the address that a name resolves"
                        + " to: write the address, or choose ring [" + SPYMEMCACHED_LIBMEMCACHED.key() + "]");
            }
            return (address.indexOf(':') < 0 ? address : "[" + address + "]") + ":" + member.port();
        }

        @Override
        int groups(int weight, long totalWeight, int servers) {
            return spymemcachedGroups(weight, totalWeight, servers);
        }
    },

    /**
     * spymemcached with {@code KetamaNodeKeyFormatter.Format.LIBMEMCACHED}: the port is left out where it is 11211, and
     * without weights each server has 40 groups. spymemcached asks the resolver for the name of a literal address and
     * hashes that if there is one; only servers given by name, or addresses without a name, are sure to meet.
     * The server that comes last owns a common point.
     */
    SPYMEMCACHED_LIBMEMCACHED("spymemcached-libmemcached", true) {
        @Override
        String name(RingMember member) {
            String address = LiteralAddress.printed(member.host());
            return withoutDefaultPort(address == null ? member.host() : address, member.port());
        }

        @Override
        int groups(int weight, long totalWeight, int servers) {
            return spymemcachedGroups(weight, totalWeight, servers);
        }
    };

    /** memcached's port, which applies where none is given. */
    public static final int DEFAULT_PORT = 11211;

    private final String key;
    private final boolean lastOwnsTies;

    Placement(String key, boolean lastOwnsTies) {
        this.key = key;
        this.lastOwnsTies = lastOwnsTies;
    }

    /** The name in the configuration. */
    public String key() {
        return key;
    }

    /** The placement of a name, exactly as written; null if there is none. */
    public static @Nullable Placement named(String key) {
        for (Placement placement : values()) {
            if (placement.key.equals(key)) {
                return placement;
            }
        }
        return null;
    }

    /** All names, for messages. */
    public static String keys() {
        return Arrays.stream(values()).map(Placement::key).collect(Collectors.joining(", "));
    }

    /**
     * Checks that servers can be placed: each is there once, and has a name that this placement knows.
     *
     * @throws IllegalArgumentException if not; the message names the server and says what to do
     */
    public void check(List<RingMember> members) {
        Map<String, RingMember> named = new HashMap<>();
        for (RingMember member : members) {
            // Host names are equal regardless of case.
            RingMember twin = named.put(name(member).toLowerCase(Locale.ROOT), member);
            if (twin != null) {
                throw new IllegalArgumentException("server [" + member.name() + "] has the same name on the ring as ["
                        + twin.name() + "]: list a server once, with a weight if it should hold more");
            }
        }
    }

    /** The name that is hashed. */
    abstract String name(RingMember member);

    /** How many groups of four points a server gets. */
    abstract int groups(int weight, long totalWeight, int servers);

    /** Whether the server that comes last, not the first, owns a point that several have. */
    boolean lastOwnsTies() {
        return lastOwnsTies;
    }

    private static String withoutDefaultPort(String host, int port) {
        return port == DEFAULT_PORT ? host : host + ":" + port;
    }

    /** A server's share of all groups, each step rounded to a float, in this order. */
    private static float share(int weight, long totalWeight, int servers) {
        float share = (float) weight / (float) totalWeight;
        share = share * 160f;
        share = share / 4f;
        return share * servers;
    }

    private static int spymemcachedGroups(int weight, long totalWeight, int servers) {
        // All weights are 1, which is how no weights are written here; spymemcached does not calculate then.
        if (totalWeight == servers) {
            return 40;
        }
        return (int) Math.floor((float) (share(weight, totalWeight, servers) + 0.0000000001));
    }
}
