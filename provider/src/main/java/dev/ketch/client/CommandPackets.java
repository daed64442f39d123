// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client;

import dev.ketch.client.protocol.Request;
import dev.ketch.client.protocol.Response;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a source of commands into chunks, and each chunk into packets: quiet requests to one server and a closing NOOP.
 * Commands to one server keep their order.
 *
 * <p>A chunk bounds the memory: its commands, and the answers to them, are held at the same time, no others. How long the
 * values are that gets will bring is not known beforehand, so the sizes follow what came last, and begin small. Used by
 * one thread at a time.
 */
final class CommandPackets {
    private static final int FIRST_CHUNK = 128;
    private static final int FIRST_PACKET = 64;
    private static final int LARGEST_CHUNK = 4096;
    private static final int LARGEST_PACKET = 256;
    private static final long CHUNK_BYTES = 8 << 20;
    private static final long PACKET_BYTES = 256 << 10;

    private final Carrier carrier;
    private final Screening screening;
    private final Iterator<? extends Command> source;
    private final int mostRequests;
    private int chunkSize = FIRST_CHUNK;
    private int packetSize;
    private long pulled;

    /** @param mostRequests bound of the requests in a packet, besides this class's own */
    CommandPackets(Carrier carrier, Screening screening, Iterator<? extends Command> source, int mostRequests) {
        this.carrier = carrier;
        this.screening = screening;
        this.source = source;
        this.mostRequests = mostRequests;
        this.packetSize = Math.min(FIRST_PACKET, mostRequests);
    }

    /** Takes results. */
    @FunctionalInterface
    interface Sink {
        /** @param index the command's place in the source, from 0 */
        void accept(long index, Result result);
    }

    /** A command, its place in the source, and the server that owns its key. */
    record Item(long index, Command command, Server server) {}

    /** The requests of some items, and a NOOP behind them. */
    record Packet(Exchange exchange, List<Item> items) {
        void tell(Sink sink) {
            for (int i = 0; i < items.size(); i++) {
                Item item = items.get(i);
                sink.accept(item.index(), Wire.result(item.command(), exchange, i));
            }
        }
    }

    /** The next commands; none at the end of the source. Throws what the source throws. */
    List<Item> pull() {
        List<Item> items = new ArrayList<>();
        long bytes = 0;
        while (items.size() < chunkSize && bytes < CHUNK_BYTES && source.hasNext()) {
            Command command = Objects.requireNonNull(source.next(), "command");
            items.add(new Item(pulled++, command, carrier.serverOf(command.keyBytes())));
            bytes += command.value().length;
        }
        return items;
    }

    /** Exchanges that must have been run before the items can be packed, to learn what their servers can do. */
    List<Exchange> greetings(List<Item> items) {
        Set<Server> unknown = new LinkedHashSet<>();
        for (Item item : items) {
            if (screening.needsGreeting(item.command(), item.server())) {
                unknown.add(item.server());
            }
        }
        return unknown.stream()
                .map(server -> new Exchange(server, List.of(Request.noop())))
                .toList();
    }

    /** Packs the items; those that must not be sent go to the sink at once. */
    List<Packet> pack(List<Item> items, Sink sink) {
        List<Packet> packets = new ArrayList<>();
        Map<Server, Open> open = new LinkedHashMap<>();
        for (Item item : items) {
            Result refused = screening.refusal(item.command(), item.server());
            if (refused != null) {
                sink.accept(item.index(), refused);
                continue;
            }
            Open packet = open.get(item.server());
            if (packet != null && !packet.takes(item.command(), packetSize)) {
                packets.add(packet.seal(item.server()));
                packet = null;
            }
            if (packet == null) {
                packet = new Open(item.command().session());
                open.put(item.server(), packet);
            }
            packet.add(item);
        }
        open.forEach((server, packet) -> packets.add(packet.seal(server)));
        return packets;
    }

    /** Learns from a chunk that has ended how large the next one may be. */
    void learn(long answers, long bytes) {
        long average = bytes / Math.max(1, answers) + 1;
        packetSize = (int) Math.max(1, Math.min(Math.min(LARGEST_PACKET, mostRequests), PACKET_BYTES / average));
        // Grows by steps, since the next values may be longer than the last.
        long wanted = Math.min(Math.min(LARGEST_CHUNK, 4L * chunkSize), CHUNK_BYTES / average);
        chunkSize = (int) Math.max(FIRST_PACKET / 4, wanted);
    }

    /** Bytes of the values that an exchange brought. */
    static long bytesOf(Exchange exchange) {
        long bytes = 0;
        for (int i = 0; i < exchange.requests().size(); i++) {
            Response response = exchange.response(i);
            bytes += response == null ? 0 : response.value().length;
        }
        return bytes;
    }

    /** A packet that is being filled. */
    private static final class Open {
        private final List<Item> items = new ArrayList<>();
        private final List<Request> requests = new ArrayList<>();
        private final @Nullable Session session;
        private long bytes;

        Open(@Nullable Session session) {
            this.session = session;
        }

        boolean takes(Command command, int mostItems) {
            return items.size() < mostItems
                    && bytes + command.value().length <= PACKET_BYTES
                    && Objects.equals(session, command.session());
        }

        void add(Item item) {
            items.add(item);
            requests.add(Wire.quietRequest(item.command()));
            bytes += item.command().value().length;
        }

        Packet seal(Server server) {
            requests.add(Request.noop());
            return new Packet(new Exchange(server, requests, session), items);
        }
    }
}
