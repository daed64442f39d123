// SPDX-License-Identifier: Apache-2.0
package dev.ketch.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Finds TCP ports for test servers. Stateless and thread-safe.
 *
 * <p>Only ports outside the usual ranges for outgoing connections (Linux 32768–60999, others 49152–65535) are taken: a
 * port out of that range can be the local port of a connection to itself while its server is down.
 */
public final class FreePort {

    private static final int LOWEST = 15_000;
    private static final int BEYOND = 32_000;
    private static final int ATTEMPTS = 200;

    private FreePort() {}

    /**
     * Returns a port of the loopback interface that nobody listened on a moment ago. Another process may take it before
     * the caller does, so be ready to ask again.
     *
     * @throws IllegalStateException if none was found
     */
    public static int find() {
        return find(InetAddress.getLoopbackAddress());
    }

    static int find(InetAddress address) {
        for (int i = 0; i < ATTEMPTS; i++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, BEYOND);
            if (isFree(address, port)) {
                return port;
            }
        }
        throw new IllegalStateException(
                "no free port found between " + LOWEST + " and " + (BEYOND - 1) + " on [" + address + "]");
    }

    private static boolean isFree(InetAddress address, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(address, port), 1);
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
