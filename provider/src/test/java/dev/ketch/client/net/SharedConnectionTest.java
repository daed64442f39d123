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
import dev.ketch.client.protocol.BinaryCodec;
import dev.ketch.client.protocol.Opcode;
import dev.ketch.client.protocol.Request;
import dev.ketch.testkit.MemcachedProcess;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the shared connection does when a write is held up, or when its reader fails. */
class SharedConnectionTest {
    private static final byte[] NONE = new byte[0];

    private MemcachedProcess process;
    private MemcachedClient other;
    private Endpoint endpoint;
    private Connector connector;
    private Quarantine quarantine;
    private Socket socket;

    @BeforeEach
    void start() throws Exception {
        process = MemcachedProcess.start();
        other = MemcachedClients.open(
                ClientSettings.builder(List.of(new ClientSettings.Node(process.host(), process.port(), 1)))
                        .timeout(Duration.ofSeconds(20))
                        .connectTimeout(Duration.ofSeconds(20))
                        .build());
        endpoint = new Endpoint(
                process.address(),
                process.host(),
                process.port(),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                0,
                4,
                10_000,
                64 << 20,
                Duration.ofSeconds(60),
                Duration.ofMinutes(1),
                Duration.ofMinutes(5));
        connector = new Connector(endpoint, Vitals.NONE);
        quarantine = new Quarantine(endpoint);
        socket = new Socket();
        // So that a little is enough to hold up a write.
        socket.setSendBufferSize(4096);
        socket.setReceiveBufferSize(4096);
        socket.connect(new InetSocketAddress(process.host(), process.port()));
    }

    @AfterEach
    void stop() throws Exception {
        socket.close();
        quarantine.close();
        other.close();
        process.close();
    }

    private SharedConnection connection(SharedConnection.Owner owner) throws Exception {
        InetSocketAddress address = new InetSocketAddress(process.host(), process.port());
        Connection connection = new Connection(socket, address, new BinaryCodec(), 16 << 10, () -> {});
        return new SharedConnection(connection, connector, quarantine, owner);
    }

    private Server server() {
        return other.servers().get(0);
    }

    private Call call(Admission admission, Request request) {
        Exchange exchange = new Exchange(server(), List.of(request));
        assertThat(admission.enter(1, 1)).isTrue();
        Call call =
                Call.told(exchange, 1, System.nanoTime() + Duration.ofMinutes(1).toNanos(), admission, ended -> {});
        assertThat(call.send()).isTrue();
        return call;
    }

    private static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private boolean isStored(String key) {
        Exchange exchange = new Exchange(server(), List.of(Request.get(key.getBytes(UTF_8))));
        other.run(exchange);
        return exchange.response(0) != null && exchange.response(0).isOk();
    }

    /** Calls may end while the packet in which they travel is still being written; the packet must stay whole. */
    @Test
    void aPacketStaysWholeWhenItsCallsTimeOut() throws Exception {
        SharedConnection c = connection(new Quiet());
        Admission admission = new Admission(10_000, 64 << 20);
        List<Call> batch = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            byte[] key = ("k" + i).getBytes(UTF_8);
            batch.add(call(admission, Request.store(Opcode.SET, key, 0, 0, NONE, new byte[20_000], 0)));
        }
        List<Exchange> exchanges = batch.stream().map(Call::exchange).toList();
        process.stop();
        Thread writer = new Thread(
                () -> c.send(batch, System.nanoTime() + Duration.ofMinutes(1).toNanos()), "writer");
        writer.start();
        await("the write is held up", () -> c.connection().isTorn() && inWrite(writer));
        c.expire(System.nanoTime() + Duration.ofMinutes(2).toNanos(), "late");
        assertThat(exchanges).allMatch(exchange -> exchange.outcome() == Outcome.UNKNOWN);
        process.cont();
        c.start("reader");
        writer.join();
        await("all was stored", () -> isStored("k599"));
        assertThat(isStored("k300")).isTrue();
    }

    /** Whether it is seen in the same system call again and again. */
    private static boolean inWrite(Thread thread) {
        for (int i = 0; i < 200; i++) {
            StackTraceElement[] stack = thread.getStackTrace();
            if (stack.length == 0 || !stack[0].getMethodName().startsWith("write0")) {
                return false;
            }
        }
        return true;
    }

    /** The server goes on with what it was sent. */
    @Test
    void aReaderThatFailsLeavesAConnectionInQuarantine() throws Exception {
        AtomicInteger orphans = new AtomicInteger();
        SharedConnection c = connection(new Quiet() {
            @Override
            public void windowOpened() {
                throw new IllegalStateException("thrown by a test");
            }

            @Override
            public void orphaned(Call call, String problem) {
                call.endOrphaned(problem);
                orphans.incrementAndGet();
            }
        });
        Admission admission = new Admission(10_000, 64 << 20);
        Call first = call(admission, Request.noop());
        Call second = call(admission, Request.store(Opcode.SET, "k".getBytes(UTF_8), 0, 0, NONE, NONE, 0));
        c.send(List.of(first), System.nanoTime() + Duration.ofMinutes(1).toNanos());
        await("the first is answered", () -> available() > 0);
        process.stop();
        c.send(List.of(second), System.nanoTime() + Duration.ofMinutes(1).toNanos());
        c.start("reader");
        await("the other call is ended", () -> orphans.get() == 1);
        assertThat(quarantine.size()).isEqualTo(1);
        process.cont();
        await("the quarantine is over", () -> quarantine.size() == 0);
        assertThat(isStored("k")).isTrue();
    }

    private int available() {
        try {
            return socket.getInputStream().available();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static class Quiet implements SharedConnection.Owner {
        @Override
        public void windowOpened() {}

        @Override
        public void answered() {}

        @Override
        public void unwritable(SharedConnection connection) {}

        @Override
        public void ended(SharedConnection connection, java.io.@Nullable IOException cause) {}

        @Override
        public void orphaned(Call call, String problem) {
            call.endOrphaned(problem);
        }

        @Override
        public String explain(java.io.@Nullable IOException cause, @Nullable String closedBecause) {
            return "ended";
        }
    }
}
