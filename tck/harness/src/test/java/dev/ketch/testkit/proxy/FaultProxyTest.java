// SPDX-License-Identifier: Apache-2.0
package dev.ketch.testkit.proxy;

import static dev.ketch.testkit.proxy.Direction.TO_CLIENT;
import static dev.ketch.testkit.proxy.Direction.TO_SERVER;
import static dev.ketch.testkit.proxy.ProxiedPair.receive;
import static dev.ketch.testkit.proxy.ProxiedPair.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ketch.testkit.Await;
import dev.ketch.testkit.FreePort;
import dev.ketch.testkit.MemcachedProcess;
import dev.ketch.testkit.TextClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Connections as a whole: made, refused, ignored, closed, counted. */
class FaultProxyTest {

    @Test
    void passesOnARealConversation() throws Exception {
        try (MemcachedProcess server = MemcachedProcess.start();
                FaultProxy proxy = FaultProxy.to(server.host(), server.port());
                TextClient client = new TextClient(proxy.port())) {
            client.send("set k 0 0 5");
            assertThat(client.ask("value")).isEqualTo("STORED");
            assertThat(client.ask("get k")).isEqualTo("VALUE k 0 5");
            assertThat(client.line()).isEqualTo("value");
            assertThat(client.line()).isEqualTo("END");
            assertThat(proxy.address()).isEqualTo("127.0.0.1:" + proxy.port());
        }
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere 127.0.0.2 is no address of the machine")
    void listensOnAnAddressOfChoice() throws Exception {
        try (MemcachedProcess server = MemcachedProcess.start();
                FaultProxy proxy = FaultProxy.at("127.0.0.2", server.port(), server.host(), server.port())) {
            assertThat(proxy.address()).isEqualTo("127.0.0.2:" + server.port());
            try (Socket socket = new Socket("127.0.0.2", server.port())) {
                socket.getOutputStream().write("version\r\n".getBytes(StandardCharsets.US_ASCII));
                assertThat(socket.getInputStream().read()).isEqualTo('V');
            }
            assertThat(proxy.connections()).isEqualTo(1);
        }
    }

    @Test
    void largeTransfersArriveWhole() throws Exception {
        byte[] sent = new byte[5_000_000];
        new Random(7).nextBytes(sent);
        try (ProxiedPair pair = new ProxiedPair();
                Socket client = pair.connect();
                Socket server = pair.accept()) {
            Thread writer = new Thread(() -> {
                try {
                    client.getOutputStream().write(sent);
                    client.shutdownOutput();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            writer.start();
            assertThat(server.getInputStream().readAllBytes()).isEqualTo(sent);
            writer.join();
            assertThat(pair.proxy.bytes(TO_SERVER)).isEqualTo(sent.length);
            assertThat(pair.proxy.packets(TO_SERVER)).isBetween(1L, (long) sent.length);
        }
    }

    @Test
    void halfCloseIsPassedOnAndTheOtherDirectionStaysOpen() throws Exception {
        try (ProxiedPair pair = new ProxiedPair();
                Socket client = pair.connect();
                Socket server = pair.accept()) {
            send(client, "last");
            client.shutdownOutput();
            assertThat(receive(server, 10)).isEqualTo("last");
            send(server, "answer");
            assertThat(receive(client, 6)).isEqualTo("answer");
            server.shutdownOutput();
            assertThat(client.getInputStream().read()).isEqualTo(-1);
            Await.until("the connection is forgotten", () -> pair.proxy.openConnections() == 0);
        }
    }

    @Test
    void resetOfOneSideIsPassedOn() throws Exception {
        try (ProxiedPair pair = new ProxiedPair();
                Socket client = pair.connect();
                Socket server = pair.accept()) {
            ProxiedPair.abort(server);
            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void cutEndsTheStreamOnBothSides() throws Exception {
        try (ProxiedPair pair = new ProxiedPair();
                Socket client = pair.connect();
                Socket server = pair.accept()) {
            pair.proxy.cut();
            assertThat(client.getInputStream().read()).isEqualTo(-1);
            assertThat(server.getInputStream().read()).isEqualTo(-1);
            assertThat(pair.proxy.openConnections()).isZero();
        }
    }

    @Test
    void resetReachesBothSides() throws Exception {
        try (ProxiedPair pair = new ProxiedPair();
                Socket client = pair.connect();
                Socket server = pair.accept()) {
            pair.proxy.reset();
            assertThatThrownBy(() -> client.getInputStream().read())
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("reset");
            assertThatThrownBy(() -> server.getInputStream().read()).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void refusesNewConnectionsOnlyAndAcceptsAgainOnTheSamePort() throws Exception {
        try (ProxiedPair pair = new ProxiedPair();
                Socket client = pair.connect();
                Socket server = pair.accept()) {
            pair.proxy.refuse();
            assertThatThrownBy(pair::connect).isInstanceOf(ConnectException.class);
            send(client, "still here");
            assertThat(receive(server, 10)).isEqualTo("still here");

            pair.proxy.accept();
            try (Socket second = pair.connect();
                    Socket its = pair.accept()) {
                send(second, "again");
                assertThat(receive(its, 5)).isEqualTo("again");
            }
        }
    }

    @Test
    void ignoredConnectionsAreSilentAndNeverReachTheServer() throws Exception {
        try (ProxiedPair pair = new ProxiedPair()) {
            pair.proxy.ignore();
            try (Socket client = pair.connect()) {
                send(client, "anybody?");
                pair.proxy.awaitBytes(TO_SERVER, 8);
                client.setSoTimeout(200);
                assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
                pair.listener.setSoTimeout(50);
                assertThatThrownBy(pair::accept).isInstanceOf(SocketTimeoutException.class);

                pair.proxy.heal();
                client.setSoTimeout(10_000);
                assertThat(client.getInputStream().read()).isEqualTo(-1);
            }
            pair.listener.setSoTimeout(10_000);
            try (Socket client = pair.connect();
                    Socket server = pair.accept()) {
                send(client, "now");
                assertThat(receive(server, 3)).isEqualTo("now");
            }
        }
    }

    @Test
    void clientOfADeadServerIsReset() throws Exception {
        try (FaultProxy proxy = FaultProxy.to("127.0.0.1", FreePort.find())) {
            // The reset may come as early as in the connect.
            assertThatThrownBy(() -> {
                        try (TextClient client = new TextClient(proxy.port())) {
                            client.line();
                        }
                    })
                    .isInstanceOf(SocketException.class);
        }
    }

    @Test
    void countsConnectionsBytesAndPackets() throws Exception {
        try (ProxiedPair pair = new ProxiedPair();
                Socket first = pair.connect();
                Socket second = pair.connect()) {
            pair.proxy.awaitConnections(2);
            assertThat(pair.proxy.connections()).isEqualTo(2);
            assertThat(pair.proxy.openConnections()).isEqualTo(2);
            send(first, "abc");
            pair.proxy.awaitBytes(TO_SERVER, 3);
            send(second, "de");
            pair.proxy.awaitBytes(TO_SERVER, 5);
            assertThat(pair.proxy.bytes(TO_SERVER)).isEqualTo(5);
            assertThat(pair.proxy.packets(TO_SERVER)).isEqualTo(2);
            assertThat(pair.proxy.bytes(TO_CLIENT)).isZero();
            assertThat(pair.proxy.packets(TO_CLIENT)).isZero();
        }
    }

    @Test
    void closeEndsConnectionsPortAndThreads() throws Exception {
        try (ProxiedPair pair = new ProxiedPair();
                Socket client = pair.connect();
                Socket server = pair.accept()) {
            pair.proxy.all().hold(TO_SERVER).stall(TO_CLIENT);
            send(client, "held");
            pair.proxy.awaitBytes(TO_SERVER, 4);
            pair.proxy.close();
            assertThat(server.getInputStream().read()).isEqualTo(-1);
            assertThatThrownBy(pair::connect).isInstanceOf(ConnectException.class);
            assertThatThrownBy(pair.proxy::accept).isInstanceOf(IllegalStateException.class);
            Await.until("its threads end", () -> Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().startsWith("fault-proxy")));
        }
    }
}
