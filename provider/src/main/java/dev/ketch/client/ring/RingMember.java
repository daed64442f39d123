// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client.ring;

/**
 * A server as the ring sees it.
 *
 * @param host host as configured, an IPv6 address without brackets
 * @param port TCP port
 * @param weight share of the ring, at least 1
 */
public record RingMember(String host, int port, int weight) {
    public RingMember {
        if (weight < 1) {
            throw new IllegalArgumentException(
                    "server [" + name(host, port) + "] has weight " + weight + "; a weight is a whole number from 1");
        }
    }

    /** {@code host:port}, with an IPv6 address in brackets. */
    public String name() {
        return name(host, port);
    }

    private static String name(String host, int port) {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
