// SPDX-License-Identifier: Apache-2.0
package dev.ketch.testkit.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ketch.testkit.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class EmbeddedMemcachedTest {
    private static final int TIMEOUT_MILLIS = 20_000;
    private static final int SET = 0x01;
    private static final int GET = 0x00;
    private static final int SETQ = 0x11;

    @Test
    void startsOnAFreeLoopbackPort() throws IOException {
        try (EmbeddedMemcached first = EmbeddedMemcached.start();
                EmbeddedMemcached second = EmbeddedMemcached.start()) {
            assertThat(first.port()).isPositive().isNotEqualTo(second.port());
            assertThat(InetAddress.getByName(first.host()).isLoopbackAddress()).isTrue();
            assertThat(first.address()).isEqualTo(first.host() + ":" + first.port());
            assertThat(first).hasToString("EmbeddedMemcached[" + first.host() + ":" + first.port() + "]");
            assertThat(text(first, "version\r\nquit\r\n")).isEqualTo("VERSION 1.6.18-ketch-embedded\r\n");
        }
    }

    @Test
    void portMayBeChosenAndIsFreeAgainAfterClose() throws IOException {
        int port;
        try (EmbeddedMemcached server = EmbeddedMemcached.start()) {
            port = server.port();
            assertThatThrownBy(() -> EmbeddedMemcached.builder().port(port).start())
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("[" + port + "]");
        }
        try (EmbeddedMemcached again = EmbeddedMemcached.builder().port(port).start()) {
            assertThat(again.port()).isEqualTo(port);
        }
    }

    @Test
    void closeEndsConnectionsAndThreads() throws Exception {
        EmbeddedMemcached server = EmbeddedMemcached.start();
        List<Socket> clients = connect(server, 20);
        for (Socket client : clients) {
            assertThat(status(client, SET, "key", "value")).isZero();
        }
        Socket neverReads = connect(server);
        ask(neverReads, SET, "large", "x".repeat(1_000_000));
        neverReads.getInputStream().readNBytes(24);
        for (int i = 0; i < 100; i++) {
            ask(neverReads, GET, "large", "");
        }
        assertThat(threadsOf(server)).hasSize(22);

        server.close();
        server.close();

        assertThat(threadsOf(server)).isEmpty();
        for (Socket client : clients) {
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
        assertThatThrownBy(() -> connect(server)).isInstanceOf(ConnectException.class);
        neverReads.close();
    }

    @Test
    void thousandIdleConnectionsAreServed() throws Exception {
        try (EmbeddedMemcached server = EmbeddedMemcached.start()) {
            List<Socket> clients = connect(server, 1000);
            for (Socket client : clients) {
                assertThat(status(client, SET, "key", "value")).isZero();
            }
            assertThat(text(server, "stats\r\nquit\r\n")).contains("STAT curr_connections 1001\r\n");
            for (Socket client : clients) {
                client.close();
            }
            Await.until(
                    "threads of closed connections are gone",
                    () -> threadsOf(server).size() == 1);
        }
    }

    @Test
    void connectionsBeyondTheLimitAreToldAndClosed() throws Exception {
        try (EmbeddedMemcached server =
                        EmbeddedMemcached.builder().maxConnections(2).start();
                Socket second = connect(server)) {
            Socket first = connect(server);
            assertThat(status(first, SET, "key", "value")).isZero();
            assertThat(status(second, SET, "key", "value")).isZero();
            try (Socket third = connect(server)) {
                assertThat(new String(third.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                        .isEqualTo("ERROR Too many open connections\r\n");
            }
            first.close();
            // The acceptor and the second connection.
            Await.until(
                    "the closed connection's thread is gone",
                    () -> threadsOf(server).size() == 2);
            try (Socket next = connect(server)) {
                assertThat(status(next, SET, "key", "value")).isZero();
            }
        }
    }

    @Test
    void itemsAreBoundedByBytes() throws Exception {
        long maxBytes = 4 << 20;
        try (EmbeddedMemcached server =
                        EmbeddedMemcached.builder().maxBytes(maxBytes).start();
                Socket client = connect(server)) {
            for (int i = 0; i < 2000; i++) {
                ask(client, SETQ, "key" + i, "x".repeat(10_000));
            }
            assertThat(status(client, SET, "last", "value")).isZero();
            String stats = text(server, "stats\r\nquit\r\n");
            assertThat(statistic(stats, "bytes")).isBetween(maxBytes / 2, maxBytes);
            assertThat(statistic(stats, "evictions")).isGreaterThan(1000);
            assertThat(statistic(stats, "curr_items") + statistic(stats, "evictions"))
                    .isEqualTo(2001);
            assertThat(statistic(stats, "limit_maxbytes")).isEqualTo(maxBytes);
        }
    }

    @Test
    void largestItemIsConfigurable() throws Exception {
        try (EmbeddedMemcached server =
                        EmbeddedMemcached.builder().itemSizeMax(2048).start();
                Socket client = connect(server)) {
            assertThat(text(server, "stats settings\r\nquit\r\n")).contains("STAT item_size_max 2048\r\n");
            assertThat(status(client, SET, "key", "x".repeat(1900))).isZero();
            assertThat(status(client, SET, "key", "x".repeat(2100))).isEqualTo(3);
            assertThat(status(client, GET, "key", "")).isEqualTo(1);
        }
    }

    @Test
    void clockMayBeMovedInsteadOfWaiting() throws Exception {
        AtomicLong now = new AtomicLong(1_800_000_000);
        try (EmbeddedMemcached server = EmbeddedMemcached.builder()
                        .clock(() -> Instant.ofEpochSecond(now.get()))
                        .start();
                Socket client = connect(server)) {
            assertThat(status(client, set("relative", 100))).isZero();
            assertThat(status(client, set("absolute", 1_803_000_000))).isZero();
            now.addAndGet(99);
            assertThat(status(client, GET, "relative", "")).isZero();
            now.addAndGet(1);
            assertThat(status(client, GET, "relative", "")).isEqualTo(1);
            now.addAndGet(2_999_899);
            assertThat(status(client, GET, "absolute", "")).isZero();
            now.addAndGet(1);
            assertThat(status(client, GET, "absolute", "")).isEqualTo(1);
            assertThat(text(server, "stats\r\nquit\r\n")).contains("STAT uptime 3000000\r\n");
        }
    }

    @Test
    void nonsenseIsRefusedWithItsValue() {
        assertThatThrownBy(() -> EmbeddedMemcached.builder().port(70_000)).hasMessageContaining("[70000]");
        assertThatThrownBy(() -> EmbeddedMemcached.builder().maxConnections(0)).hasMessageContaining("[0]");
        assertThatThrownBy(() -> EmbeddedMemcached.builder().maxBytes(1_000_000).start())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[1048576]")
                .hasMessageContaining("[1000000]");
        assertThatThrownBy(() -> EmbeddedMemcached.builder().itemSizeMax(1000).start())
                .hasMessageContaining("[1000]");
    }

    private static List<Socket> connect(EmbeddedMemcached server, int count) throws IOException {
        List<Socket> clients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            clients.add(connect(server));
        }
        return clients;
    }

    private static Socket connect(EmbeddedMemcached server) throws IOException {
        Socket socket = new Socket(server.host(), server.port());
        socket.setSoTimeout(TIMEOUT_MILLIS);
        return socket;
    }

    private static List<String> threadsOf(EmbeddedMemcached server) {
        String name = "ketch-embedded-" + server.port();
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(each -> each.equals(name) || each.startsWith(name + "-"))
                .toList();
    }

    private static String text(EmbeddedMemcached server, String commands) throws IOException {
        try (Socket socket = connect(server)) {
            socket.getOutputStream().write(commands.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    private static long statistic(String stats, String name) {
        return stats.lines()
                .filter(line -> line.startsWith("STAT " + name + " "))
                .mapToLong(line -> Long.parseLong(line.substring(name.length() + 6)))
                .findFirst()
                .orElseThrow();
    }

    private static int status(Socket client, int opcode, String key, String value) throws IOException {
        return status(client, frame(opcode, key, value, 0));
    }

    private static int status(Socket client, byte[] frame) throws IOException {
        client.getOutputStream().write(frame);
        ByteBuffer header = ByteBuffer.wrap(client.getInputStream().readNBytes(24));
        client.getInputStream().readNBytes(header.getInt(8));
        return header.getShort(6);
    }

    private static void ask(Socket client, int opcode, String key, String value) throws IOException {
        client.getOutputStream().write(frame(opcode, key, value, 0));
    }

    private static byte[] set(String key, int exptime) {
        return frame(SET, key, "value", exptime);
    }

    private static byte[] frame(int opcode, String key, String value, int exptime) {
        int extras = opcode == GET ? 0 : 8;
        ByteBuffer frame = ByteBuffer.allocate(24 + extras + key.length() + value.length());
        frame.put((byte) 0x80).put((byte) opcode).putShort((short) key.length());
        frame.put((byte) extras).position(8);
        frame.putInt(frame.capacity() - 24).position(24);
        if (extras > 0) {
            frame.putInt(0).putInt(exptime);
        }
        frame.put(key.getBytes(StandardCharsets.US_ASCII)).put(value.getBytes(StandardCharsets.US_ASCII));
        return frame.array();
    }
}
