// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client;

import dev.ketch.client.CommandPackets.Item;
import dev.ketch.client.CommandPackets.Packet;
import dev.ketch.client.CommandPackets.Sink;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Runs a source of commands, a chunk after the other: by the caller, or without one. */
final class CommandBatch {
    private final Carrier carrier;
    private final CommandPackets packets;
    private final Sink sink;

    CommandBatch(Carrier carrier, CommandPackets packets, Sink sink) {
        this.carrier = carrier;
        this.packets = packets;
        this.sink = sink;
    }

    /** Runs all commands and returns when each has ended; the sink is called by the caller's thread. */
    static void run(Carrier carrier, CommandPackets packets, Sink sink) {
        carrier.batch(1);
        try {
            for (List<Item> items = packets.pull(); !items.isEmpty(); items = packets.pull()) {
                List<Exchange> greetings = packets.greetings(items);
                if (!greetings.isEmpty()) {
                    carrier.runAll(greetings);
                }
                List<Packet> packed = packets.pack(items, sink);
                carrier.runAll(packed.stream().map(Packet::exchange).toList());
                long bytes = 0;
                for (Packet packet : packed) {
                    packet.tell(sink);
                    bytes += CommandPackets.bytesOf(packet.exchange());
                }
                packets.learn(items.size(), bytes);
            }
        } finally {
            carrier.batch(-1);
        }
    }

    /** Told when a started batch has ended. */
    @FunctionalInterface
    interface Done {
        /** @param failure what the source threw, or {@code null} */
        void accept(@Nullable Throwable failure);
    }

    /**
     * Starts: the first chunk is pulled by the caller's thread, the others, and all calls of the sink but those on what is
     * refused in the first chunk, are made by the thread that completes stages.
     */
    static void start(Carrier carrier, CommandPackets packets, Sink sink, Done done) {
        carrier.batch(1);
        new CommandBatch(carrier, packets, sink).next(failure -> {
            carrier.batch(-1);
            done.accept(failure);
        });
    }

    private void next(Done done) {
        List<Item> items;
        List<Exchange> greetings;
        try {
            items = packets.pull();
            greetings = packets.greetings(items);
        } catch (Throwable e) {
            done.accept(e);
            return;
        }
        if (items.isEmpty()) {
            done.accept(null);
        } else if (greetings.isEmpty()) {
            send(items, done);
        } else {
            new ExchangeLanes(carrier, false, x -> {}, () -> send(items, done)).start(greetings);
        }
    }

    private void send(List<Item> items, Done done) {
        List<Packet> packed = packets.pack(items, sink);
        if (packed.isEmpty()) {
            // By way of the queue: a long source of what is refused must not pile up stack frames.
            carrier.deliver(() -> next(done));
            return;
        }
        Map<Exchange, Packet> byExchange = new IdentityHashMap<>();
        packed.forEach(p -> byExchange.put(p.exchange(), p));
        long[] bytes = new long[1];
        // Once a chunk has begun it may end, even if the client is closed meanwhile; the next one does not begin.
        boolean begun = !carrier.isClosed();
        new ExchangeLanes(
                        carrier,
                        begun,
                        ended -> {
                            bytes[0] += CommandPackets.bytesOf(ended);
                            // Let go of, so that the answers are no longer held than until they are told.
                            Objects.requireNonNull(byExchange.remove(ended)).tell(sink);
                        },
                        () -> {
                            packets.learn(items.size(), bytes[0]);
                            next(done);
                        })
                .start(packed.stream().map(Packet::exchange).toList());
    }
}
