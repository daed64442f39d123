// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache.store;

import dev.ketch.client.Exchange;
import dev.ketch.client.ExchangeRouter;
import dev.ketch.client.Server;
import dev.ketch.jcache.attempt.FirstFailure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;

/** Packets under way, and the failures that are thrown when all are dealt with. For one thread. */
final class PacketRun<T> {
    private static final int MAX_REQUESTS = 256;
    private static final long MAX_BYTES = 256 * 1024;

    /** What goes to one server in one packet. */
    record Part<T>(Server server, List<T> items) {}

    /** Some requests of one exchange and what they are for; its last request is not theirs. */
    record Packet<T>(List<T> parts, Exchange exchange) {}

    private final ExchangeRouter client;
    private final Availability availability;
    private final List<Packet<T>> packets;
    private final FirstFailure first = new FirstFailure();

    PacketRun(ExchangeRouter client, Availability availability, List<Packet<T>> packets) {
        this.client = client;
        this.availability = availability;
        this.packets = packets;
    }

    void start() {
        List<Exchange> exchanges = new ArrayList<>(packets.size());
        packets.forEach(packet -> exchanges.add(packet.exchange()));
        client.runAll(exchanges);
    }

    /** Starts the packets; the stage completes when all have ended. */
    CompletionStage<@Nullable Void> startAsync() {
        return CompletableFuture.allOf(packets.stream()
                .map(packet -> client.start(packet.exchange()).toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new));
    }

    /** Something failed: it is dealt with otherwise, or is thrown in the end. */
    void failed(CacheException failure, Runnable otherwise) {
        if (availability.hides(failure)) {
            try {
                otherwise.run();
            } catch (CacheException e) {
                // Not to be hidden from who does not wait; the other packets are dealt with all the same.
                add(e);
            }
        } else {
            add(failure);
        }
    }

    void add(CacheException failure) {
        first.add(failure);
    }

    void finish() {
        first.rethrow();
    }

    /** The same for who has more to do first. */
    void finish(FirstFailure all) {
        first.addTo(all);
    }

    /** Sorts parts by server and cuts each server's into packets; leaves room for a last request in each. */
    static <T> List<Part<T>> cut(List<T> parts, Function<T, Server> server, ToLongFunction<T> bytes) {
        Map<Server, List<T>> byServer = new LinkedHashMap<>();
        for (T part : parts) {
            byServer.computeIfAbsent(server.apply(part), s -> new ArrayList<>()).add(part);
        }
        List<Part<T>> packets = new ArrayList<>();
        byServer.forEach((owner, all) -> {
            List<T> packet = new ArrayList<>();
            long size = 0;
            for (T part : all) {
                long n = bytes.applyAsLong(part);
                if (!packet.isEmpty() && (packet.size() == MAX_REQUESTS - 1 || size + n > MAX_BYTES)) {
                    packets.add(new Part<>(owner, packet));
                    packet = new ArrayList<>();
                    size = 0;
                }
                packet.add(part);
                size += n;
            }
            packets.add(new Part<>(owner, packet));
        });
        return packets;
    }
}
