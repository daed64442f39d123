// SPDX-License-Identifier: Apache-2.0
package dev.ketch.testkit.proxy;

import static dev.ketch.testkit.proxy.Direction.TO_CLIENT;
import static dev.ketch.testkit.proxy.Direction.TO_SERVER;
import static dev.ketch.testkit.proxy.ProxiedPair.receive;
import static dev.ketch.testkit.proxy.ProxiedPair.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ketch.testkit.Await;
import dev.ketch.testkit.MemcachedProcess;
import dev.ketch.testkit.TextClient;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What happens to the bytes of open connections. */
class FaultsTest {

    private final ProxiedPair pair;
    private final FaultProxy proxy;
    private final Socket client;
    private final Socket server;

    FaultsTest() throws Exception {
        pair = new ProxiedPair();
        proxy = pair.proxy;
        client = pair.connect();
        server = pair.accept();
    }

    @AfterEach
    void close() throws Exception {
        client.close();
        server.close();
        pair.close();
    }

    @Test
    void stallStopsOneDirectionUntilHealed() throws Exception {
        proxy.all().stall(TO_CLIENT);
        send(server, "late");
        assertSilent(client);
        send(client, "in time");
        assertThat(receive(server, 7)).isEqualTo("in time");

        proxy.heal();
        assertThat(receive(client, 4)).isEqualTo("late");
    }

    @Test
    void stalledSenderMeetsFullBuffers() throws Exception {
        proxy.all().stall(TO_SERVER);
        byte[] chunk = new byte[1 << 20];
        Thread writer = new Thread(() -> {
            try {
                for (int i = 0; i < 64; i++) {
                    client.getOutputStream().write(chunk);
                }
            } catch (IOException closedByTest) {
                // Ends the thread.
            }
        });
        writer.start();
        writer.join(300);
        assertThat(writer.isAlive()).isTrue();
        assertThat(proxy.bytes(TO_SERVER)).isLessThan(1 << 20);
        client.close();
        writer.join();
    }

    @Test
    void heldBytesArriveInOrderWhenReleased() throws Exception {
        proxy.all().hold(TO_SERVER);
        send(client, "one ");
        proxy.awaitBytes(TO_SERVER, 4);
        send(client, "two ");
        proxy.awaitBytes(TO_SERVER, 8);
        assertSilent(server);
        proxy.all().release(TO_SERVER);
        send(client, "three");
        assertThat(receive(server, 13)).isEqualTo("one two three");
    }

    @Test
    void heldBytesArriveEvenIfTheirSenderIsGone() throws Exception {
        proxy.all().hold(TO_SERVER);
        send(client, "testament");
        proxy.awaitBytes(TO_SERVER, 9);
        client.close();
        assertSilent(server);
        proxy.all().release(TO_SERVER);
        assertThat(receive(server, 100)).isEqualTo("testament");
    }

    @Test
    void heldBytesArriveEvenIfTheirSenderWasReset() throws Exception {
        proxy.all().hold(TO_SERVER);
        send(client, "testament");
        proxy.awaitBytes(TO_SERVER, 9);
        ProxiedPair.abort(client);
        proxy.all().release(TO_SERVER);
        assertThat(receive(server, 100)).isEqualTo("testament");
    }

    @Test
    void holdIsBounded() throws Exception {
        proxy.all().hold(TO_SERVER);
        byte[] chunk = new byte[1 << 20];
        Thread writer = new Thread(() -> {
            try {
                for (int i = 0; i < 64; i++) {
                    client.getOutputStream().write(chunk);
                }
            } catch (IOException closedByTest) {
                // Ends the thread.
            }
        });
        writer.start();
        // Chunks cost some bytes more than they carry.
        proxy.awaitBytes(TO_SERVER, FaultProxy.HOLD_LIMIT / 2);
        writer.join(500);
        assertThat(writer.isAlive()).isTrue();
        assertThat(proxy.bytes(TO_SERVER)).isLessThan(FaultProxy.HOLD_LIMIT + (64 << 10));
        client.close();
        writer.join();
    }

    @Test
    void lateCommandOfAClosedClientStillRunsOnARealServer() throws Exception {
        try (MemcachedProcess memcached = MemcachedProcess.start();
                FaultProxy before = FaultProxy.to(memcached.host(), memcached.port());
                TextClient direct = new TextClient(memcached.port())) {
            TextClient through = new TextClient(before.port());
            assertThat(through.ask("version")).startsWith("VERSION");
            before.all().hold(TO_SERVER);
            long seen = before.bytes(TO_SERVER);
            through.send("set k 0 0 3\r\nold");
            before.awaitBytes(TO_SERVER, seen + 18);
            through.close();
            assertThat(direct.ask("get k")).isEqualTo("END");
            before.heal();
            Await.until("the late set is executed", () -> {
                boolean found = !"END".equals(direct.ask("get k"));
                if (found) {
                    assertThat(direct.line()).isEqualTo("old");
                    assertThat(direct.line()).isEqualTo("END");
                }
                return found;
            });
        }
    }

    @Test
    void delayedChunksComeLateAndInOrder() throws Exception {
        proxy.all().delay(TO_CLIENT, Duration.ofMillis(300));
        long start = System.nanoTime();
        send(server, "a");
        send(server, "b");
        assertThat(receive(client, 2)).isEqualTo("ab");
        assertThat(System.nanoTime() - start)
                .isGreaterThanOrEqualTo(Duration.ofMillis(300).toNanos());
    }

    @Test
    void healEndsARunningDelay() throws Exception {
        proxy.all().delay(TO_CLIENT, Duration.ofDays(1));
        send(server, "soon");
        proxy.awaitBytes(TO_CLIENT, 4);
        proxy.heal();
        assertThat(receive(client, 4)).isEqualTo("soon");
    }

    @Test
    void throttledBytesTakeTheirTime() throws Exception {
        proxy.all().throttle(TO_CLIENT, 1_000);
        long start = System.nanoTime();
        send(server, "x".repeat(500));
        assertThat(receive(client, 500)).hasSize(500);
        // The first slice goes at once.
        assertThat(System.nanoTime() - start)
                .isGreaterThan(Duration.ofMillis(450).toNanos());
    }

    @Test
    void truncatesAfterSoManyBytesFromNowOnAndCloses() throws Exception {
        send(server, "before ");
        assertThat(receive(client, 7)).isEqualTo("before ");
        proxy.all().truncate(TO_CLIENT, 3);
        send(server, "abcdef");
        assertThat(receive(client, 100)).isEqualTo("abc");
        assertThat(server.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void corruptsOneByte() throws Exception {
        proxy.all().corrupt(TO_SERVER, 3, (byte) '!').corrupt(TO_CLIENT, 1);
        send(client, "ab");
        assertThat(receive(server, 2)).isEqualTo("ab");
        send(client, "cdef");
        assertThat(receive(server, 4)).isEqualTo("c!ef");
        send(server, "\0\0\0");
        assertThat(receive(client, 3)).isEqualTo("\0\u00ff\0");
    }

    @Test
    void rewritesChunks() throws Exception {
        proxy.all().rewrite(TO_SERVER, bytes -> (new String(bytes, StandardCharsets.US_ASCII) + "!")
                .getBytes(StandardCharsets.US_ASCII));
        send(client, "hello");
        assertThat(receive(server, 6)).isEqualTo("hello!");
        proxy.heal();
        send(client, "plain");
        assertThat(receive(server, 5)).isEqualTo("plain");
    }

    @Test
    void rewriteThatFailsResetsTheConnection() throws Exception {
        proxy.all().rewrite(TO_SERVER, bytes -> {
            throw new IllegalArgumentException("on purpose");
        });
        send(client, "x");
        assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
    }

    @Test
    void cutOfOneDirectionLeavesTheOther() throws Exception {
        proxy.all().cut(TO_CLIENT);
        assertThat(client.getInputStream().read()).isEqualTo(-1);
        send(client, "still read");
        assertThat(receive(server, 10)).isEqualTo("still read");
        send(server, "dropped");
        proxy.awaitBytes(TO_CLIENT, 7);
        client.close();
        assertThat(server.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void faultsForPresentConnectionsSpareLaterOnes() throws Exception {
        proxy.present().stall(TO_CLIENT);
        try (Socket later = pair.connect();
                Socket its = pair.accept()) {
            send(its, "fine");
            assertThat(receive(later, 4)).isEqualTo("fine");
            send(server, "stuck");
            assertSilent(client);
        }
    }

    @Test
    void faultsForFutureConnectionsSparePresentOnesAndCountFromTheirBeginning() throws Exception {
        proxy.future().truncate(TO_CLIENT, 2);
        send(server, "present");
        assertThat(receive(client, 7)).isEqualTo("present");
        for (int i = 0; i < 2; i++) {
            try (Socket later = pair.connect();
                    Socket its = pair.accept()) {
                send(its, "future");
                assertThat(receive(later, 100)).isEqualTo("fu");
            }
        }
        proxy.heal();
        try (Socket later = pair.connect();
                Socket its = pair.accept()) {
            send(its, "future");
            assertThat(receive(later, 6)).isEqualTo("future");
        }
    }

    @Test
    void nonsenseIsRefused() {
        assertThatThrownBy(() -> proxy.all().throttle(TO_CLIENT, 0)).hasMessageContaining("[0]");
        assertThatThrownBy(() -> proxy.all().truncate(TO_CLIENT, -1)).hasMessageContaining("[-1]");
        assertThatThrownBy(() -> proxy.all().delay(TO_CLIENT, Duration.ofMillis(-1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static void assertSilent(Socket socket) throws Exception {
        int timeout = socket.getSoTimeout();
        socket.setSoTimeout(150);
        assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        socket.setSoTimeout(timeout);
    }
}
