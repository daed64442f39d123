// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client;

import dev.ketch.client.protocol.Opcode;
import dev.ketch.client.protocol.Request;
import dev.ketch.client.protocol.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** One caller of the torture test: calls, looks at what came and when, thinks for a moment, calls again. */
final class TortureCaller implements Runnable {
    private static final int KEYS = 300;
    private static final byte[] NONE = new byte[0];

    private final Torture torture;
    private final MemcachedClient client;
    private final Random random;
    private final int thinkMicros;

    TortureCaller(Torture torture, MemcachedClient client, long seed, int thinkMicros) {
        this.torture = torture;
        this.client = client;
        this.random = new Random(seed);
        this.thinkMicros = thinkMicros;
    }

    @Override
    public void run() {
        try {
            // Thinks first: callers that all begin at once would only wait for the processor, one behind the other.
            while (!torture.isOver()) {
                LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextInt(2 * thinkMicros)));
                call();
                Thread.interrupted();
            }
        } catch (RuntimeException | Error e) {
            torture.violation("a caller met " + e, e);
        }
    }

    private void call() {
        String key = key();
        switch (random.nextInt(8)) {
            case 0, 1 -> run(Fixture.set(key, Marked.value(key, random.nextInt(1000), length())));
            case 2, 3, 4 -> run(Fixture.get(key));
            case 5 -> many();
            case 6 -> start(Fixture.get(key));
            default -> start(Fixture.set(key, Marked.value(key, random.nextInt(1000), length())));
        }
    }

    private String key() {
        return "key" + random.nextInt(KEYS);
    }

    private int length() {
        return switch (random.nextInt(40)) {
            case 0 -> 100_000;
            case 1, 2 -> 20_000;
            default -> random.nextInt(400);
        };
    }

    private void run(Request request) {
        Exchange exchange = Fixture.exchange(client, request);
        long from = System.nanoTime();
        client.run(exchange);
        judge("run", List.of(exchange), from, System.nanoTime());
    }

    private void start(Request request) {
        Exchange exchange = Fixture.exchange(client, request);
        long from = System.nanoTime();
        long to = client.start(exchange)
                .thenApply(x -> System.nanoTime())
                .toCompletableFuture()
                .join();
        judge("start", List.of(exchange), from, to);
    }

    private void many() {
        List<List<Request>> packets = new ArrayList<>();
        client.servers().forEach(s -> packets.add(new ArrayList<>()));
        for (int i = 0; i < 10; i++) {
            byte[] key = Fixture.bytes(key());
            packets.get(client.servers().indexOf(client.serverOf(key))).add(Request.getQuiet(key));
        }
        List<Exchange> exchanges = new ArrayList<>();
        for (Server server : client.servers()) {
            List<Request> packet = packets.get(client.servers().indexOf(server));
            packet.add(Request.noop());
            exchanges.add(new Exchange(server, packet));
        }
        long from = System.nanoTime();
        client.runAll(exchanges);
        judge("runAll", exchanges, from, System.nanoTime());
    }

    private void judge(String call, List<Exchange> exchanges, long from, long to) {
        torture.ended(call, exchanges, from, to);
        for (Exchange exchange : exchanges) {
            torture.count(exchange);
            List<Request> requests = exchange.requests();
            for (int i = 0; i < requests.size(); i++) {
                Opcode opcode = requests.get(i).opcode();
                Response response = exchange.response(i);
                if ((opcode == Opcode.GET || opcode == Opcode.GETQ) && response != null && response.isOk()) {
                    judge(exchange, requests.get(i), response.value(), from, to);
                }
            }
        }
    }

    private void judge(Exchange exchange, Request request, byte[] value, long from, long to) {
        int server = client.servers().indexOf(exchange.server());
        String key = new String(request.key(), java.nio.charset.StandardCharsets.UTF_8);
        String found = Marked.keyOf(value);
        if (found == null) {
            if (!torture.mayDamage(server, from, to)) {
                torture.violation("a damaged value of " + value.length + " bytes for " + key, null);
            }
        } else if (!found.equals(key) && !(exchange.requests().size() > 1 && torture.mayMisroute(server, from, to))) {
            torture.violation("the value of " + found + " for " + key, null);
        }
    }

    /** What a caller stores before the torture begins. */
    static void fill(MemcachedClient client) {
        List<Exchange> stores = new ArrayList<>();
        for (int i = 0; i < KEYS; i++) {
            String key = "key" + i;
            stores.add(Fixture.exchange(
                    client, Request.store(Opcode.SET, Fixture.bytes(key), 0, 0, Marked.value(key, 0, 50), NONE, 0)));
        }
        client.runAll(stores);
    }
}
