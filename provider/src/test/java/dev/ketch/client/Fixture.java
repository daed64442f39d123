// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ketch.client.protocol.Opcode;
import dev.ketch.client.protocol.Request;
import dev.ketch.client.protocol.Response;
import dev.ketch.testkit.MemcachedProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Clients, exchanges and waiting for tests. */
final class Fixture {
    private static final byte[] NONE = new byte[0];

    private Fixture() {}

    static ClientSettings settings(Duration timeout, int... ports) {
        List<ClientSettings.Node> nodes = new ArrayList<>();
        for (int port : ports) {
            nodes.add(new ClientSettings.Node("127.0.0.1", port, 1));
        }
        return ClientSettings.builder(nodes)
                .timeout(timeout)
                // Nor are these tested by other tests than their own, however long a machine stands still.
                .connectTimeout(Duration.ofSeconds(10))
                .trust(Duration.ofMinutes(1))
                .listTimeout(Duration.ofMinutes(1))
                .maxQueuedOperations(16_384)
                .build();
    }

    static ClientSettings withDirect(ClientSettings s, int connections) {
        return s.toBuilder().directConnections(connections).build();
    }

    static ClientSettings withListTimeout(ClientSettings s, Duration listTimeout) {
        return s.toBuilder().listTimeout(listTimeout).build();
    }

    static ClientSettings withBounds(ClientSettings s, int operations, long bytes) {
        return s.toBuilder()
                .maxQueuedOperations(operations)
                .maxQueuedBytes(bytes)
                .build();
    }

    static MemcachedClient open(Duration timeout, MemcachedProcess... servers) {
        return MemcachedClients.open(settings(
                timeout, Arrays.stream(servers).mapToInt(MemcachedProcess::port).toArray()));
    }

    static byte[] bytes(String s) {
        return s.getBytes(UTF_8);
    }

    static Request set(String key, byte[] value) {
        return Request.store(Opcode.SET, bytes(key), 0, 0, value, NONE, 0);
    }

    static Request get(String key) {
        return Request.get(bytes(key));
    }

    static Exchange exchange(MemcachedClient client, Request... requests) {
        Server server = requests[0].key().length == 0 ? client.servers().get(0) : client.serverOf(requests[0].key());
        return new Exchange(server, List.of(requests));
    }

    static Exchange run(MemcachedClient client, Request... requests) {
        Exchange exchange = exchange(client, requests);
        client.run(exchange);
        return exchange;
    }

    static Response answer(Exchange exchange, int index) {
        Response response = exchange.response(index);
        if (response == null) {
            throw new AssertionError("no answer " + index + ": " + exchange.outcome() + ", " + exchange.problem());
        }
        return response;
    }

    /** A value of a length that tells which key it belongs to, at both ends. */
    static byte[] valueOf(String key, int length) {
        byte[] value = new byte[length];
        byte[] mark = bytes(key + ";");
        for (int i = 0; i < length; i++) {
            value[i] = mark[i % mark.length];
        }
        return value;
    }

    static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("waited in vain: " + what);
            }
            Thread.onSpinWait();
            Thread.yield();
        }
    }

    /** The names of the client's threads that are alive. */
    static List<String> clientThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(t -> t.isAlive() && t.getName().startsWith("ketch-") && isOurs(t.getName()))
                .map(Thread::getName)
                .toList();
    }

    private static boolean isOurs(String name) {
        return List.of("reader", "writer", "connect", "timer", "completions", "list", "quarantine").stream()
                .anyMatch(kind -> name.startsWith("ketch-" + kind));
    }
}
