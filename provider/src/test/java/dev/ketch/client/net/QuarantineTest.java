// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ketch.client.ClientSettings;
import dev.ketch.client.Exchange;
import dev.ketch.client.MemcachedClient;
import dev.ketch.client.MemcachedClients;
import dev.ketch.client.Outcome;
import dev.ketch.client.Server;
import dev.ketch.client.Settlement;
import dev.ketch.client.protocol.BinaryCodec;
import dev.ketch.client.protocol.Opcode;
import dev.ketch.client.protocol.Request;
import dev.ketch.client.protocol.Response;
import dev.ketch.testkit.MemcachedProcess;
import dev.ketch.testkit.proxy.Direction;
import dev.ketch.testkit.proxy.FaultProxy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Connections with unanswered writes: they are kept until the server has done what they brought, and no longer. Over
 * connections of the caller's own (4) and over the shared one (0).
 */
class QuarantineTest {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final byte[] NONE = new byte[0];

    private MemcachedProcess process;
    private FaultProxy proxy;
    private Deadlines deadlines;
    private MemcachedClient direct;

    @BeforeEach
    void start() {
        process = MemcachedProcess.builder().flags("-I", "64m").memoryMb(256).start();
        proxy = FaultProxy.to(process.host(), process.port());
        deadlines = new Deadlines(Duration.ofMillis(200));
        direct = MemcachedClients.open(
                ClientSettings.builder(List.of(new ClientSettings.Node(process.host(), process.port(), 1)))
                        .timeout(Duration.ofSeconds(20))
                        .connectTimeout(Duration.ofSeconds(20))
                        .build());
    }

    @AfterEach
    void stop() {
        direct.close();
        deadlines.close();
        proxy.close();
        process.close();
    }

    private ServerTransport open(int connections, Duration quarantine) {
        return open(connections, quarantine, Duration.ofMillis(500));
    }

    /** Connected, so that no call's time is needed for that. */
    private ServerTransport open(int connections, Duration quarantine, Duration timeout) {
        ServerTransport transport =
                new ServerTransport(endpoint(connections, quarantine, timeout), deadlines, Vitals.NONE);
        await("it answers", () -> run(transport, Request.noop()).isAnswered());
        return transport;
    }

    private Endpoint endpoint(int connections, Duration quarantine) {
        return endpoint(connections, quarantine, Duration.ofMillis(500));
    }

    private Endpoint endpoint(int connections, Duration quarantine, Duration timeout) {
        return new Endpoint(
                proxy.address(),
                proxy.host(),
                proxy.port(),
                timeout,
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                connections,
                4,
                10_000,
                64 << 20,
                Duration.ofSeconds(60),
                Duration.ofMinutes(1),
                quarantine);
    }

    private Server server() {
        return direct.servers().get(0);
    }

    private Exchange run(ServerTransport transport, Request... requests) {
        Exchange exchange = new Exchange(server(), List.of(requests));
        transport.run(exchange);
        return exchange;
    }

    private static Request set(String key, byte[] value) {
        return Request.store(Opcode.SET, key.getBytes(UTF_8), 0, 0, NONE, value, 0);
    }

    private static Request set(String key, String value) {
        return set(key, value.getBytes(UTF_8));
    }

    /** What the server has, by another way than through the proxy. */
    private String stored(String key) {
        Exchange exchange = new Exchange(server(), List.of(Request.get(key.getBytes(UTF_8))));
        direct.run(exchange);
        Response response = exchange.response(0);
        return response == null || !response.isOk() ? "nothing" : new String(response.value(), UTF_8);
    }

    private static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4})
    void itLastsUntilTheServerHasDoneTheWrite(int connections) {
        try (ServerTransport transport = open(connections, LONG)) {
            assertThat(run(transport, set("k", "first")).outcome()).isEqualTo(Outcome.ANSWERED);
            proxy.present().hold(Direction.TO_SERVER);
            assertThat(run(transport, set("k", "late")).outcome()).isEqualTo(Outcome.UNKNOWN);
            await("the connection is in quarantine", () -> transport.quarantined() == 1);
            // Others go on, on a new connection, and overtake it.
            await("another connection is used", () -> run(transport, Request.noop())
                    .isAnswered());
            assertThat(run(transport, set("k", "second")).outcome()).isEqualTo(Outcome.ANSWERED);
            assertThat(stored("k")).isEqualTo("second");
            assertThat(transport.quarantined()).isEqualTo(1);
            proxy.heal();
            await("the quarantine is over", () -> transport.quarantined() == 0);
            // So nobody may take it for over any earlier.
            assertThat(stored("k")).isEqualTo("late");
            await("no connection but that in use is left open", () -> proxy.openConnections() == 1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4})
    void itEndsWithTheServer(int connections) {
        try (ServerTransport transport = open(connections, LONG)) {
            assertThat(run(transport, set("k", "first")).outcome()).isEqualTo(Outcome.ANSWERED);
            process.stop();
            assertThat(run(transport, set("k", "late")).outcome()).isEqualTo(Outcome.UNKNOWN);
            await("the connection is in quarantine", () -> transport.quarantined() == 1);
            process.restart();
            await("the quarantine is over", () -> transport.quarantined() == 0);
            assertThat(stored("k")).isEqualTo("nothing");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4})
    void itIsNotForEver(int connections) {
        try (ServerTransport transport = open(connections, Duration.ofSeconds(2))) {
            assertThat(run(transport, set("k", "first")).outcome()).isEqualTo(Outcome.ANSWERED);
            process.stop();
            assertThat(run(transport, set("k", "late")).outcome()).isEqualTo(Outcome.UNKNOWN);
            await("the connection is in quarantine", () -> transport.quarantined() == 1);
            await("it is given up", () -> transport.quarantined() == 0);
            process.cont();
            await("it is closed", () -> proxy.openConnections() == 0);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4})
    void aWriterThatIsStuckIsFreed(int connections) {
        try (ServerTransport transport = open(connections, LONG)) {
            process.stop();
            assertThat(run(transport, set("big", new byte[48 << 20])).outcome()).isEqualTo(Outcome.UNKNOWN);
            await("the connection is in quarantine", () -> transport.quarantined() == 1);
            process.cont();
            await("the quarantine is over", () -> transport.quarantined() == 0);
            assertThat(stored("big")).isEqualTo("nothing");
            await("the server is used again", () -> run(transport, set("k", "v"))
                    .isAnswered());
        }
    }

    /** As when the machine stood still: the timer comes so late that everything is overdue at once. */
    @ParameterizedTest
    @ValueSource(ints = {0, 4})
    void aTimerThatComesLateDoesNotSkipIt(int connections) throws InterruptedException {
        try (ServerTransport transport = open(connections, LONG, Duration.ofSeconds(5))) {
            process.stop();
            Thread writer = new Thread(() -> run(transport, set("big", new byte[48 << 20])));
            writer.start();
            await("the write is held up", () -> isWriting(writer));
            transport.tick(System.nanoTime() + Duration.ofSeconds(20).toNanos(), 0);
            writer.join();
            assertThat(transport.quarantined()).isEqualTo(1);
            process.cont();
            await("the quarantine is over", () -> transport.quarantined() == 0);
        }
    }

    /** Whether the caller is seen in a write, or the writer thread, which may have come first. */
    private static boolean isWriting(Thread caller) {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(e -> e.getKey() == caller || e.getKey().getName().startsWith("ketch-writer"))
                .map(Map.Entry::getValue)
                .flatMap(Arrays::stream)
                .anyMatch(frame -> frame.getMethodName().equals("implWrite"));
    }

    @Test
    void whatOnlyReadsNeedsNone() {
        try (ServerTransport transport = open(4, LONG)) {
            process.stop();
            assertThat(run(transport, Request.get("k".getBytes(UTF_8))).outcome())
                    .isEqualTo(Outcome.UNKNOWN);
            assertThat(transport.quarantined()).isZero();
            process.cont();
        }
    }

    @Test
    void manyAtOnceAreBounded() throws IOException {
        Endpoint endpoint = endpoint(4, LONG);
        Quarantine quarantine = new Quarantine(endpoint);
        process.stop();
        InetSocketAddress address = new InetSocketAddress(process.host(), process.port());
        for (int i = 0; i < 100; i++) {
            Socket socket = new Socket(process.host(), process.port());
            quarantine.add(new Connection(socket, address, new BinaryCodec(), 1024, () -> {}), new Settlement());
        }
        await("the oldest are given up", () -> quarantine.size() == 64);
        process.cont();
        await("the quarantine is over", () -> quarantine.size() == 0);
        quarantine.close();
    }

    /** Whoever freed a writer, or gave up a write, knows nothing of the quarantine. */
    @Test
    void whoStillHoldsTheConnectionDoesNotEndIt() throws IOException {
        Quarantine quarantine = new Quarantine(endpoint(4, LONG));
        process.stop();
        Socket socket = new Socket(process.host(), process.port());
        Connection connection = new Connection(
                socket, new InetSocketAddress(process.host(), process.port()), new BinaryCodec(), 1024, () -> {});
        quarantine.add(connection, new Settlement());
        await("nothing is sent any more", socket::isOutputShutdown);
        connection.halfClose();
        connection.close();
        assertThat(socket.isClosed()).isFalse();
        process.cont();
        await("the quarantine is over", socket::isClosed);
        quarantine.close();
    }

    /** Something that is no memcached may talk for ever. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void talkingDoesNotProlongIt(boolean closing) throws IOException {
        Quarantine quarantine = new Quarantine(endpoint(4, closing ? LONG : Duration.ofMillis(200)));
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            InetSocketAddress address = (InetSocketAddress) listener.getLocalSocketAddress();
            Socket socket = new Socket(address.getAddress(), address.getPort());
            try (Socket talker = listener.accept()) {
                Thread thread = new Thread(() -> talk(talker), "talker");
                thread.start();
                quarantine.add(new Connection(socket, address, new BinaryCodec(), 1024, () -> {}), new Settlement());
                await("it is there", socket::isOutputShutdown);
                if (closing) {
                    quarantine.close();
                }
                await("it is given up", () -> quarantine.size() == 0);
                await("it is closed", socket::isClosed);
            }
        }
        quarantine.close();
    }

    private static void talk(Socket socket) {
        byte[] noise = new byte[1 << 20];
        try {
            while (true) {
                socket.getOutputStream().write(noise);
            }
        } catch (IOException e) {
            // Nobody listens any more.
        }
    }

    @Test
    void closingEndsIt() {
        ServerTransport transport = open(4, LONG);
        process.stop();
        assertThat(run(transport, set("k", "late")).outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(transport.quarantined()).isEqualTo(1);
        transport.close();
        await("the quarantine is over", () -> transport.quarantined() == 0);
        process.cont();
        await("nothing is left", () -> proxy.openConnections() == 0);
    }
}
