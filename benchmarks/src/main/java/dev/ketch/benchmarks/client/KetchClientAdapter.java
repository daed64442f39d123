// SPDX-License-Identifier: Apache-2.0
package dev.ketch.benchmarks.client;

import dev.ketch.benchmarks.server.Target;
import dev.ketch.client.ClientSettings;
import dev.ketch.client.Exchange;
import dev.ketch.client.MemcachedClient;
import dev.ketch.client.MemcachedClients;
import dev.ketch.client.Server;
import dev.ketch.client.protocol.Opcode;
import dev.ketch.client.protocol.Request;
import dev.ketch.client.protocol.Response;
import dev.ketch.client.protocol.Status;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Ketch's memcached client, without the JCache layer: ring, engine, protocol. */
final class KetchClientAdapter implements CacheClient {
    private static final byte[] NOTHING = new byte[0];

    private final MemcachedClient client;

    KetchClientAdapter(Target target) {
        KetchTuning tuning = KetchTuning.current();
        client = MemcachedClients.open(
                ClientSettings.builder(List.of(new ClientSettings.Node(target.host(), target.port(), 1)))
                        .timeout(Duration.ofSeconds(3))
                        .directConnections(tuning.directConnections())
                        .batchesInFlight(tuning.batchesInFlight())
                        .maxQueuedOperations(KetchTuning.MAX_QUEUED_OPERATIONS)
                        .build());
    }

    @Override
    public byte[] get(String key) {
        Exchange exchange = get(bytes(key));
        client.run(exchange);
        return value(exchange);
    }

    private Exchange get(byte[] key) {
        return new Exchange(client.serverOf(key), List.of(Request.get(key)));
    }

    @Override
    public void set(String key, byte[] value) {
        byte[] k = bytes(key);
        Exchange exchange =
                new Exchange(client.serverOf(k), List.of(Request.store(Opcode.SET, k, 0, 0, NOTHING, value, 0)));
        client.run(exchange);
        if (!response(exchange, 0).isOk()) {
            throw new IllegalStateException(
                    "not stored: " + response(exchange, 0).status());
        }
    }

    @Override
    public Map<String, byte[]> getAll(Set<String> keys) {
        Map<Server, List<String>> names = new LinkedHashMap<>();
        Map<Server, List<Request>> requests = new LinkedHashMap<>();
        for (String key : keys) {
            byte[] k = bytes(key);
            Server server = client.serverOf(k);
            names.computeIfAbsent(server, s -> new ArrayList<>()).add(key);
            requests.computeIfAbsent(server, s -> new ArrayList<>()).add(Request.getQuiet(k));
        }
        List<Exchange> exchanges = new ArrayList<>();
        requests.forEach((server, gets) -> {
            gets.add(Request.noop());
            exchanges.add(new Exchange(server, gets));
        });
        client.runAll(exchanges);
        Map<String, byte[]> found = new HashMap<>(keys.size() * 2);
        for (Exchange exchange : exchanges) {
            requireAnswer(exchange);
            List<String> asked = names.get(exchange.server());
            for (int i = 0; i < asked.size(); i++) {
                Response response = exchange.response(i);
                if (response != null) {
                    found.put(asked.get(i), response.value());
                }
            }
        }
        return found;
    }

    @Override
    public Pending startGet(String key) {
        CompletableFuture<Exchange> ended = client.start(get(bytes(key))).toCompletableFuture();
        return () -> value(ended.join());
    }

    private static byte[] value(Exchange exchange) {
        Response response = response(exchange, 0);
        if (response.status() == Status.NOT_FOUND) {
            return null;
        }
        if (!response.isOk()) {
            throw new IllegalStateException("not read: " + response.status());
        }
        return response.value();
    }

    private static Response response(Exchange exchange, int index) {
        requireAnswer(exchange);
        return exchange.response(index);
    }

    private static void requireAnswer(Exchange exchange) {
        if (!exchange.isAnswered()) {
            throw new IllegalStateException(exchange.outcome() + ": " + exchange.problem());
        }
    }

    private static byte[] bytes(String key) {
        return key.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() {
        client.close();
    }
}
