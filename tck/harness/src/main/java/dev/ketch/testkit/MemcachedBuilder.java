// SPDX-License-Identifier: Apache-2.0
package dev.ketch.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects what a server is started with. Not thread-safe. */
public final class MemcachedBuilder {
    private static final int PORT_ATTEMPTS = 20;

    private final List<String> flags = new ArrayList<>();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private String host = "127.0.0.1";
    private int port;
    private int memoryMb = 64;
    private boolean keepsItems;

    MemcachedBuilder() {}

    /** Adds flags of memcached, each word by itself: {@code flags("-I", "2m")}. */
    public MemcachedBuilder flags(String... more) {
        flags.addAll(List.of(more));
        return this;
    }

    /** Sets a literal address to listen on, such as {@code ::1}. */
    public MemcachedBuilder host(String address) {
        host = address;
        return this;
    }

    /** Sets the TCP port; 0, the default, takes a free one. */
    public MemcachedBuilder port(int number) {
        if (number < 0 || number > 65_535) {
            throw new IllegalArgumentException("port [" + number + "] is not within 0..65535");
        }
        port = number;
        return this;
    }

    /** Sets the memory for items ({@code -m}) in megabytes. */
    public MemcachedBuilder memoryMb(int megabytes) {
        if (megabytes < 1) {
            throw new IllegalArgumentException("memoryMb [" + megabytes + "] is not positive");
        }
        memoryMb = megabytes;
        return this;
    }

    /**
     * Keeps the items in a file ({@code -e}), so that {@link MemcachedProcess#restartWarm} finds them. The file is
     * as large as the memory and goes with the server.
     */
    public MemcachedBuilder keepItems() {
        keepsItems = true;
        return this;
    }

    /** Sets an environment variable of the server, such as {@code SASL_CONF_PATH}. */
    public MemcachedBuilder environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /**
     * Starts the server and returns when it answers.
     *
     * @throws IllegalStateException if there is no memcached or it does not start; the message holds its log
     * @throws IllegalArgumentException if a flag is one that the kit itself sets
     */
    public MemcachedProcess start() {
        MemcachedBinary binary = MemcachedBinary.locate();
        try {
            for (int attempt = 1; ; attempt++) {
                int chosen = port == 0 ? FreePort.find(InetAddress.getByName(host)) : port;
                ItemFile items = keepsItems ? ItemFile.create() : null;
                MemcachedProcess server = new MemcachedProcess(
                        new ServerCommand(binary, host, memoryMb, flags, environment, items), chosen);
                boolean ready = false;
                try {
                    server.awaitReady();
                    ready = server.answersItself();
                    if (ready) {
                        return server;
                    }
                } catch (IllegalStateException e) {
                    if (!server.portWasTaken() || port != 0 || attempt == PORT_ATTEMPTS) {
                        throw e;
                    }
                } finally {
                    if (!ready) {
                        server.close();
                    }
                }
                if (port != 0 || attempt == PORT_ATTEMPTS) {
                    throw new IllegalStateException("port [" + chosen + "] is taken by another process");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start memcached", e);
        }
    }
}
