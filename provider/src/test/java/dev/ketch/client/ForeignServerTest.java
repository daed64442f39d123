// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client;

import static dev.ketch.client.Fixture.get;
import static dev.ketch.client.Fixture.run;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ketch.testkit.MemcachedProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What answers is not the memcached that was meant: the exchange is not sent, and the problem says what to do. */
class ForeignServerTest {
    /** Answers whatever is asked first with the same bytes, and then hangs up or keeps silent. */
    private static final class ForeignServer implements AutoCloseable {
        private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final Queue<Socket> kept = new ConcurrentLinkedQueue<>();
        private final UnaryOperator<byte[]> answer;
        private final boolean hangsUp;

        ForeignServer(UnaryOperator<byte[]> answer, boolean hangsUp) throws IOException {
            this.answer = answer;
            this.hangsUp = hangsUp;
            Thread thread = new Thread(this::serve, "foreign-server");
            thread.setDaemon(true);
            thread.start();
        }

        private void serve() {
            while (!listener.isClosed()) {
                try {
                    Socket socket = listener.accept();
                    kept.add(socket);
                    byte[] request = new byte[1000];
                    int n = socket.getInputStream().read(request);
                    socket.getOutputStream().write(answer.apply(Arrays.copyOf(request, Math.max(0, n))));
                    if (hangsUp) {
                        socket.close();
                    }
                } catch (IOException e) {
                    // The client has gone, or the test is over.
                }
            }
        }

        int port() {
            return listener.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            listener.close();
            for (Socket socket : kept) {
                socket.close();
            }
        }
    }

    private static Exchange ask(int port, int direct) {
        return ask(port, direct, Duration.ofSeconds(20));
    }

    private static Exchange ask(int port, int direct, Duration connectTimeout) {
        ClientSettings settings = Fixture.withDirect(Fixture.settings(Duration.ofSeconds(30), port), direct);
        try (MemcachedClient client = MemcachedClients.open(
                settings.toBuilder().connectTimeout(connectTimeout).build())) {
            Exchange exchange = run(client, get("k"));
            assertThat(exchange.outcome()).isEqualTo(Outcome.DISCONNECTED);
            assertThat(exchange.problem()).startsWith("server [127.0.0.1:" + port + "] ");
            return exchange;
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HTTP/1.1 400 Bad Request | an HTTP server answered | check host and port",
                "echo | it sends requests back | check host and port",
                "SSH-2.0-OpenSSH_9.2p1 | SSH-2.0-OpenSSH_9.2p1 | check host and port",
                "220 mail.example.com ESMTP | 220 mail.example.com ESMTP | check host and port",
                "-ERR unknown command | like a Redis server | check host and port",
                "ERROR Too many open connections | it refuses more connections | raise memcached's -c",
                "ERROR | it answered in text | the binary protocol must be enabled",
                "'' | it closed the connection unanswered | or its binary protocol is off"
            })
    void anotherKindOfServer(String text, String problem, String remedy) throws IOException {
        byte[] line = (text.isEmpty() ? "" : text + "\r\n").getBytes(ISO_8859_1);
        try (ForeignServer server = new ForeignServer(asked -> text.equals("echo") ? asked : line, true)) {
            for (int direct : new int[] {0, 4}) {
                assertThat(ask(server.port(), direct).problem())
                        .contains("is not usable: ")
                        .contains(problem)
                        .contains(remedy);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "7fffffff | a response of 2147483647 bytes came",
                "00200000 | a value has at most 1048576",
                "80000000 | a response of 2147483648 bytes came"
            })
    void aLyingLength(String length, String problem) throws IOException {
        byte[] answer = HexFormat.of().parseHex("8110000000000000" + length + "0d0a0d0a" + "0000000000000000");
        try (ForeignServer server = new ForeignServer(asked -> answer, false)) {
            for (int direct : new int[] {0, 4}) {
                assertThat(ask(server.port(), direct).problem())
                        .contains("is not usable: ")
                        .contains(problem)
                        .contains("check that memcached is there");
            }
        }
    }

    /** Nothing at all, and less than was promised. */
    @ParameterizedTest
    @ValueSource(strings = {"", "811000000000000000001000" + "0d0a0d0a" + "0000000000000000" + "6162"})
    void aSilentServer(String hex) throws IOException {
        byte[] answer = HexFormat.of().parseHex(hex);
        try (ForeignServer server = new ForeignServer(asked -> answer, false)) {
            for (int direct : new int[] {0, 4}) {
                assertThat(ask(server.port(), direct, Duration.ofSeconds(1)).problem())
                        .contains(
                                "did not accept and greet a connection within 1000 ms; check that memcached runs there");
            }
        }
    }

    @Test
    void memcachedThatSpeaksTextOnly() {
        try (MemcachedProcess server = MemcachedProcess.start("-B", "ascii")) {
            Exchange exchange = ask(server.port(), 4);
            assertThat(exchange.problem()).contains("is not usable: ").contains("without -B ascii");
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
                // Those that would share a connection take the one that there is, and again while connecting is not
                // tried.
                for (int i = 0; i < 3; i++) {
                    List<CompletionStage<Exchange>> stages = new ArrayList<>();
                    for (int j = 0; j < 50; j++) {
                        stages.add(client.start(Fixture.exchange(client, get("k"))));
                    }
                    assertThat(stages).allSatisfy(stage -> assertThat(
                                    stage.toCompletableFuture().join().outcome())
                            .isEqualTo(Outcome.ANSWERED));
                }
            } finally {
                for (Socket socket : crowd) {
                    socket.close();
                }
            }
        }
    }

    @Test
    void aServerThatAdmitsNoMoreConnectionsServesSingleCallersOverTheOneThatIsShared() throws IOException {
        try (MemcachedProcess server = MemcachedProcess.start("-c", "30", "-t", "1");
                MemcachedClient client =
                        MemcachedClients.open(Fixture.settings(Duration.ofSeconds(5), server.port()))) {
            assertThat(client.start(Fixture.exchange(client, get("k")))
                            .toCompletableFuture()
                            .join()
                            .outcome())
                    .isEqualTo(Outcome.ANSWERED);
            List<Socket> crowd = new ArrayList<>();
            try {
                for (int i = 0; i < 40; i++) {
                    crowd.add(new Socket("127.0.0.1", server.port()));
                }
                for (int i = 0; i < 3; i++) {
                    assertThat(run(client, get("k")).outcome()).isEqualTo(Outcome.ANSWERED);
                }
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
        try (MemcachedClient client = MemcachedClients.open(ClientSettings.builder(List.of(node))
                .timeout(Duration.ofSeconds(20))
                .build())) {
            Exchange exchange = run(client, get("k"));
            assertThat(exchange.outcome()).isEqualTo(Outcome.DISCONNECTED);
            assertThat(exchange.problem())
                    .startsWith("server [no-such-host.invalid:11211] has a name that cannot be resolved");
        }
    }
}
