// SPDX-License-Identifier: Apache-2.0
package dev.ketch.testkit.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.InstantSource;

/**
 * A memcached server in this JVM, listening on the loopback address.
 *
 * <p>It answers the binary protocol (every opcode of memcached 1.6.18, quiet ones included; SASL is answered as a
 * server without SASL does) and the text commands {@code version}, {@code stats}, {@code stats settings}, {@code stats
 * items}, {@code stats reset}, {@code lru_crawler} and {@code quit}; other text commands get {@code ERROR}. The first
 * byte of a connection selects its protocol.
 *
 * <p>Items are bounded by bytes. Beyond the bound the eviction policy of Caffeine applies, which, unlike memcached's
 * LRU, may drop a new item rather than an old, often used one. Dead items are dropped when touched or evicted.
 *
 * <p>{@link #close()} ends every thread and socket of the server. All methods are thread-safe.
 */
public final class EmbeddedMemcached implements AutoCloseable {
    /** What the server calls itself in {@code version} and {@code stats}. */
    public static final String VERSION = "1.6.18-ketch-embedded";

    private final Acceptor acceptor;
    private final ServerContext context;

    private EmbeddedMemcached(Builder builder, ServerSocket socket) {
        this.context = new ServerContext(
                new ServerSettings(
                        socket.getLocalPort(), builder.maxBytes, builder.itemSizeMax, builder.maxConnections),
                new ServerClock(builder.clock));
        this.acceptor = new Acceptor(socket, context);
        acceptor.start();
    }

    /**
     * Starts a server with the defaults on a free port of the loopback address.
     *
     * @throws UncheckedIOException if the port cannot be opened
     */
    public static EmbeddedMemcached start() {
        return builder().start();
    }

    /** Returns a builder that holds the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns the numeric address that the server listens on. */
    public String host() {
        return acceptor.address().getAddress().getHostAddress();
    }

    /** Returns the port that the server listens on. */
    public int port() {
        return context.settings().port();
    }

    /** Returns {@code host:port}, with an IPv6 address in brackets, as it stands in a list of servers. */
    public String address() {
        String host = host();
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port();
    }

    /** Stops listening, cuts every connection and waits (at most 5 s) for the threads to end. Idempotent. */
    @Override
    public void close() {
        acceptor.close();
    }

    @Override
    public String toString() {
        return "EmbeddedMemcached[" + host() + ":" + port() + "]";
    }

    /** Settings of a server to be started. Not thread-safe. */
    public static final class Builder {
        private static final int SMALLEST_ITEM_SIZE_MAX = 1024;

        private int port;
        private long maxBytes = 64L << 20;
        private int itemSizeMax = 1 << 20;
        private int maxConnections = 1024;
        private InstantSource clock = InstantSource.system();

        private Builder() {}

        /**
         * Sets the TCP port; 0, the default, takes a free one.
         *
         * @throws IllegalArgumentException if it is not a port number
         */
        public Builder port(int port) {
            if (port < 0 || port > 65_535) {
                throw new IllegalArgumentException("port [" + port + "] is not in 0..65535");
            }
            this.port = port;
            return this;
        }

        /**
         * Sets the bytes that items may take, counted as memcached counts them (default 64 MiB). The heap needs
         * somewhat more, above all for small items.
         */
        public Builder maxBytes(long maxBytes) {
            this.maxBytes = maxBytes;
            return this;
        }

        /**
         * Sets the largest size of one item in bytes, key and overhead of about 60 bytes included (default 1 MiB, at
         * least 1024 and at most half of {@link #maxBytes}).
         */
        public Builder itemSizeMax(int itemSizeMax) {
            this.itemSizeMax = itemSizeMax;
            return this;
        }

        /** Sets how many connections are served at a time (default 1024); further ones are told so and closed. */
        public Builder maxConnections(int maxConnections) {
            if (maxConnections < 1) {
                throw new IllegalArgumentException("maxConnections [" + maxConnections + "] is less than 1");
            }
            this.maxConnections = maxConnections;
            return this;
        }

        /** Sets the clock that times out items, so that tests need not wait (default: the system's). */
        public Builder clock(InstantSource clock) {
            this.clock = clock;
            return this;
        }

        /**
         * Starts the server.
         *
         * @throws IllegalArgumentException if the sizes do not fit together
         * @throws UncheckedIOException if the port cannot be opened
         */
        public EmbeddedMemcached start() {
            if (itemSizeMax < SMALLEST_ITEM_SIZE_MAX || itemSizeMax > maxBytes / 2) {
                throw new IllegalArgumentException("itemSizeMax [" + itemSizeMax + "] must be at least "
                        + SMALLEST_ITEM_SIZE_MAX + " and at most half of maxBytes [" + maxBytes + "]");
            }
            try {
                return new EmbeddedMemcached(this, listen());
            } catch (IOException e) {
                throw new UncheckedIOException("port [" + port + "] of the loopback address cannot be opened", e);
            }
        }

        private ServerSocket listen() throws IOException {
            ServerSocket socket = new ServerSocket();
            try {
                socket.setReuseAddress(true);
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1024);
                return socket;
            } catch (IOException | RuntimeException e) {
                socket.close();
                throw e;
            }
        }
    }
}
