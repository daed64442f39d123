// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client.ring;

/**
 * How servers get their points on the continuum. Clients find each other's items only if they share the placement.
 * Where two servers have the same point, the one that comes first in the configuration owns it.
 */
public enum Placement {
    /**
     * libmemcached's KETAMA_WEIGHTED, shared by php-memcached (libketama-compatible), pylibmc ({@code ketama_weighted})
     * and twemproxy ({@code md5}, {@code ketama}): the port is left out of the name where it is 11211.
     */
    LIBMEMCACHED {
        @Override
        String name(String host, int port) {
            return port == DEFAULT_PORT ? host : host + ":" + port;
        }

        @Override
        int groups(int weight, int totalWeight, int servers) {
            // Each step is rounded to a float, in this order.
            float share = (float) weight / (float) totalWeight;
            share = share * 160f;
            share = share / 4f;
            share = share * servers;
            share = share + 0.0000000001f;
            return (int) Math.floor(share);
        }
    };

    private static final int DEFAULT_PORT = 11211;

    /** The name that is hashed. */
    abstract String name(String host, int port);

    /** How many groups of four points a server gets. */
    abstract int groups(int weight, int totalWeight, int servers);
}
