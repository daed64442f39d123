// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client;

import static dev.ketch.client.Fixture.get;
import static dev.ketch.client.Fixture.run;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ketch.testkit.MemcachedProcess;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What answers is not the memcached that was meant: the exchange is not sent, and the problem says what to do. */
class ForeignServerTest {
    /** Sends a text, or what it receives, to everyone who connects. */
    private static final class TextServer implements AutoCloseable {
        private final ServerSocket listener = new ServerSocket(0, 50, java.net.InetAddress.getLoopbackAddress());
        private final String text;

        TextServer(String text) throws IOException {
            this.text = text;
            Thread thread = new Thread(this::serve, "text-server");
            thread.setDaemon(true);
            thread.start();
        }

        private void serve() {
            while (!listener.isClosed()) {
                try (Socket socket = listener.accept()) {
                    byte[] request = new byte[1000];
                    int n = socket.getInputStream().read(request);
                    if (text.equals("echo")) {
                        socket.getOutputStream().write(request, 0, n);
                    } else if (!text.isEmpty()) {
                        socket.getOutputStream().write((text + "\r\n").getBytes(ISO_8859_1));
                    }
                } catch (IOException e) {
                    // The client has gone, or the test is over.
                }
            }
        }

        @Override
        public void close() throws IOException {
            listener.close();
        }
    }

    private static Exchange ask(int port, int direct) {
        try (MemcachedClient client =
                MemcachedClients.open(Fixture.withDirect(Fixture.settings(Duration.ofSeconds(5), port), direct))) {
            Exchange exchange = run(client, get("k"));
            assertThat(exchange.problem()).startsWith("server [127.0.0.1:" + port + "] is not usable: ");
            return exchange;
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HTTP/1.1 400 Bad Request | an HTTP server answered",
                "echo | it sends requests back",
                "220 mail.example.com ESMTP | 220 mail.example.com ESMTP",
                "'' | it closed the connection unanswered"
            })
    void anotherKindOfServer(String text, String problem) throws IOException {
        try (TextServer server = new TextServer(text)) {
            for (int direct : new int[] {0, 4}) {
                Exchange exchange = ask(server.listener.getLocalPort(), direct);
                assertThat(exchange.outcome()).isEqualTo(Outcome.DISCONNECTED);
                assertThat(exchange.problem()).contains(problem);
            }
        }
    }

    @Test
    void memcachedThatSpeaksTextOnly() {
        try (MemcachedProcess server = MemcachedProcess.start("-B", "ascii")) {
            Exchange exchange = ask(server.port(), 4);
            assertThat(exchange.outcome()).isEqualTo(Outcome.DISCONNECTED);
            assertThat(exchange.problem()).contains("without -B ascii");
        }
    }

    @Test
    void aServerThatAdmitsNoMoreConnectionsServesThoseItHas() throws IOException {
        try (MemcachedProcess server = MemcachedProcess.start("-c", "30", "-t", "1");
                MemcachedClient client =
                        MemcachedClients.open(Fixture.settings(Duration.ofSeconds(5), server.port()))) {
            assertThat(run(client, get("k")).outcome()).isEqualTo(Outcome.ANSWERED);
            List<Socket> crowd = new ArrayList<>();
            try {
                for (int i = 0; i < 40; i++) {
                    crowd.add(new Socket("127.0.0.1", server.port()));
                }
                Exchange refused = new Exchange(client.servers().get(0), List.of(get("k")));
                try (MemcachedClient late =
                        MemcachedClients.open(Fixture.settings(Duration.ofSeconds(5), server.port()))) {
                    refused = run(late, get("k"));
                }
                assertThat(refused.outcome()).isEqualTo(Outcome.DISCONNECTED);
                assertThat(refused.problem()).contains("it refuses more connections");
                assertThat(run(client, get("k")).outcome()).isEqualTo(Outcome.ANSWERED);
            } finally {
                for (Socket socket : crowd) {
                    socket.close();
                }
            }
        }
    }

    @Test
    void aNameThatIsNone() {
        ClientSettings.Node node = new ClientSettings.Node("no-such-host.invalid", 11211, 1);
        try (MemcachedClient client = MemcachedClients.open(new ClientSettings(
                List.of(node),
                Duration.ofSeconds(20),
                Duration.ofSeconds(1),
                Duration.ofMinutes(1),
                4,
                4,
                100,
                1 << 20))) {
            Exchange exchange = run(client, get("k"));
            assertThat(exchange.outcome()).isEqualTo(Outcome.DISCONNECTED);
            assertThat(exchange.problem())
                    .startsWith("server [no-such-host.invalid:11211] has a name that cannot be resolved");
        }
    }
}
