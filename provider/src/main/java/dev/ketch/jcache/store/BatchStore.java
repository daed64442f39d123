// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache.store;

import dev.ketch.client.Exchange;
import dev.ketch.client.ExchangeRouter;
import dev.ketch.client.Outcome;
import dev.ketch.client.Server;
import dev.ketch.client.Session;
import dev.ketch.client.protocol.Request;
import dev.ketch.client.protocol.Response;
import dev.ketch.jcache.attempt.FirstFailure;
import dev.ketch.jcache.store.PacketRun.Packet;
import dev.ketch.jcache.store.PacketRun.Part;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;

/**
 * The same as {@link EntryStore} for many entries: all servers at once, on each as few packets as the bounds on their
 * size allow. If a server fails, the others are nevertheless done before the exception is thrown. Thread-safe.
 */
public final class BatchStore {
    private final ExchangeRouter client;
    private final GenerationSource generations;
    private final ChangeRules rules;
    private final ItemCodec codec;
    private final Failures failures;
    private final Availability availability;
    private final BatchPuts puts;

    BatchStore(
            ExchangeRouter client,
            GenerationSource generations,
            ChangeRules rules,
            ItemCodec codec,
            Failures failures,
            Availability availability) {
        this.availability = availability;
        this.client = client;
        this.generations = generations;
        this.rules = rules;
        this.codec = codec;
        this.failures = failures;
        this.puts = new BatchPuts(client, generations, codec, failures, availability);
    }

    /** An entry to be written whatever is there. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Write(Slot slot, byte[] payload, long deadline) {}

    /**
     * A change that depends on what was read.
     *
     * @param payload the new value, or {@code null} to remove the item
     * @param sameValue whether it is the value that was read, and only the deadline changes
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Change(Snapshot base, byte @Nullable [] payload, long deadline, boolean sameValue) {
        public Change(Snapshot base, byte @Nullable [] payload, long deadline) {
            this(base, payload, deadline, false);
        }

        /** Another deadline for an entry. */
        public static Change touch(Snapshot entry, long deadline) {
            return new Change(entry, entry.payload(), deadline, true);
        }
    }

    /**
     * What has become of changes.
     *
     * @param done of each, in their order
     * @param failure to be thrown once what is done has been dealt with
     */
    public record Tried(List<Applied> done, FirstFailure failure) {}

    /**
     * What has become of writes.
     *
     * @param count how many are done
     * @param failure to be thrown once what is done has been dealt with
     */
    public record Written(int count, FirstFailure failure) {}

    /** Reads entries; the answer has the order of the question. */
    public List<Snapshot> readAll(List<Slot> slots, boolean withValue) {
        return readAll(slots, withValue, Deadline.ETERNAL);
    }

    /** The same; each deadline is moved as {@link EntryStore#read(Slot, boolean, long)} does it. */
    public List<Snapshot> readAll(List<Slot> slots, boolean withValue, long sliding) {
        Reading reading = reading(slots, sliding);
        reading.run().start();
        return found(reading, withValue);
    }

    /** Entries to be read, or being read. */
    record Reading(List<Slot> slots, Set<Integer> doubtful, List<Packet<Integer>> packets, PacketRun<Integer> run) {}

    Reading reading(List<Slot> slots, long sliding) {
        List<Packet<Integer>> packets = new ArrayList<>();
        Set<Integer> doubtful = new HashSet<>();
        List<Integer> indices = new ArrayList<>(slots.size());
        for (int i = 0; i < slots.size(); i++) {
            indices.add(i);
        }
        for (Part<Integer> part : PacketRun.cut(
                indices, i -> slots.get(i).server(), i -> slots.get(i).wireKey().length)) {
            List<Request> requests = new ArrayList<>(part.items().size() + 1);
            for (int i : part.items()) {
                boolean isDoubtful =
                        availability.isDoubtful(part.server(), slots.get(i).wireKey());
                if (isDoubtful) {
                    doubtful.add(i);
                }
                requests.add(codec.read(slots.get(i), isDoubtful ? Deadline.ETERNAL : sliding));
            }
            requests.add(generations.read());
            packets.add(new Packet<>(part.items(), new Exchange(part.server(), requests)));
        }
        return new Reading(slots, doubtful, packets, new PacketRun<>(client, availability, packets));
    }

    /** What was read, once all packets have ended. */
    List<Snapshot> found(Reading reading, boolean withValue) {
        List<Slot> slots = reading.slots();
        PacketRun<Integer> run = reading.run();
        Snapshot[] found = new Snapshot[slots.size()];
        for (Packet<Integer> packet : reading.packets()) {
            Exchange exchange = packet.exchange();
            List<Integer> part = packet.parts();
            try {
                failures.check(exchange);
                long generation = generations.learn(exchange.server(), exchange.response(part.size()));
                for (int j = 0; j < part.size(); j++) {
                    int i = part.get(j);
                    found[i] = codec.snapshot(
                            slots.get(i),
                            exchange.response(j),
                            generation,
                            exchange.session(),
                            withValue,
                            reading.doubtful().contains(i));
                }
            } catch (CacheException e) {
                run.failed(e, () -> part.forEach(i -> found[i] = availability.unread(slots.get(i), e)));
            }
        }
        run.finish();
        return List.of(found);
    }

    /**
     * Writes entries whatever is there. Those that are not done were dropped, or have failed; then there is a failure to
     * be thrown.
     */
    public Written putAll(List<Write> writes) {
        return puts.putAll(writes);
    }

    /** Removes whatever is there. */
    public void removeAll(List<Slot> slots) {
        List<Packet<Slot>> packets = new ArrayList<>();
        for (Part<Slot> part : PacketRun.cut(slots, Slot::server, s -> s.wireKey().length)) {
            List<Request> requests = new ArrayList<>(part.items().size() + 1);
            part.items().forEach(slot -> requests.add(Request.deleteQuiet(slot.wireKey(), 0)));
            requests.add(Request.noop());
            packets.add(new Packet<>(part.items(), new Exchange(part.server(), requests, null, availability.fence())));
        }
        PacketRun<Slot> run = new PacketRun<>(client, availability, packets);
        run.start();
        for (Packet<Slot> packet : packets) {
            try {
                failures.check(packet.exchange());
                for (int j = 0; j < packet.parts().size(); j++) {
                    Response response = packet.exchange().response(j);
                    if (response != null) {
                        rules.isDeleted(packet.parts().get(j), response);
                    }
                }
            } catch (CacheException e) {
                run.failed(e, () -> packet.parts().forEach(slot -> availability.drop(slot, e)));
            }
        }
        run.finish();
    }

    /**
     * Makes each change whose item is still the one that was read; tells for each what has become of it. What fails is
     * thrown by the caller, who has to deal first with what is done.
     *
     * @param remember whether the keys of changes that are dropped are remembered; not for what is as good undone
     */
    public Tried applyAll(List<Change> changes, boolean remember) {
        FirstFailure failure = new FirstFailure();
        Applied[] done = new Applied[changes.size()];
        Arrays.fill(done, Applied.CONFLICT);
        Map<Lane, List<Integer>> lanes = new LinkedHashMap<>();
        for (int i = 0; i < changes.size(); i++) {
            Snapshot base = changes.get(i).base();
            if (base.isUnreachable()) {
                drop(base, done, i, remember, failure);
            } else if (rules.isTooLargeToTouch(changes.get(i))) {
                done[i] = Applied.DROPPED;
            } else if (changes.get(i).payload() != null || base.hasItem()) {
                lanes.computeIfAbsent(new Lane(base.slot().server(), base.session()), l -> new ArrayList<>())
                        .add(i);
            }
        }
        List<Packet<Integer>> packets = new ArrayList<>();
        lanes.forEach((lane, all) -> {
            for (Part<Integer> some : PacketRun.cut(all, i -> lane.server(), i -> size(changes.get(i)))) {
                List<Integer> part = some.items();
                List<Request> requests = new ArrayList<>(part.size() + 1);
                part.forEach(i -> requests.add(request(changes.get(i), remember)));
                boolean counts = part.stream().anyMatch(i -> needsCounter(changes.get(i), remember));
                requests.add(counts ? generations.read() : Request.noop());
                packets.add(new Packet<>(
                        part, new Exchange(lane.server(), requests, lane.session(), availability.fence())));
            }
        });
        PacketRun<Integer> run = new PacketRun<>(client, availability, packets);
        run.start();
        for (Packet<Integer> packet : packets) {
            if (packet.exchange().outcome() == Outcome.SESSION_LOST) {
                continue;
            }
            packet.parts().forEach(i -> done[i] = Applied.FAILED);
            CacheException lost = failures.of(packet.exchange());
            if (lost != null) {
                run.failed(lost, () -> packet.parts()
                        .forEach(i -> drop(changes.get(i).base(), lost, done, i, remember)));
                continue;
            }
            settle(packet, changes, done, remember, run);
        }
        run.finish(failure);
        return new Tried(List.of(done), failure);
    }

    /** Tells of each change of an answered packet whether it is done. */
    private void settle(
            Packet<Integer> packet, List<Change> changes, Applied[] done, boolean remember, PacketRun<Integer> run) {
        Exchange exchange = packet.exchange();
        Response last = exchange.response(packet.parts().size());
        for (int j = 0; j < packet.parts().size(); j++) {
            int i = packet.parts().get(j);
            Change change = changes.get(i);
            Response response = exchange.response(j);
            try {
                done[i] = isDone(exchange.server(), change, response, last, remember) ? Applied.DONE : Applied.CONFLICT;
            } catch (CacheException e) {
                run.failed(e, () -> drop(change.base(), e, done, i, remember));
            }
        }
    }

    private boolean isDone(
            Server server, Change change, @Nullable Response response, @Nullable Response last, boolean remember) {
        if (response == null) {
            return true;
        }
        return change.payload() == null
                ? rules.isDeleted(change.base().slot(), response)
                : rules.isStored(change.base().slot(), response)
                        && rules.counts(
                                server, change, response, last, remember && rules.isCheckedCreation(change), false);
    }

    /** Whether the counter is to be read after a change. Nobody minds if one that is not remembered is lost to a clear. */
    private boolean needsCounter(Change change, boolean remember) {
        return rules.isChecked(change) || remember && rules.isCheckedCreation(change);
    }

    private void drop(Snapshot base, Applied[] done, int i, boolean remember, FirstFailure failure) {
        done[i] = Applied.FAILED;
        try {
            base.requireReached();
        } catch (CacheException unreached) {
            try {
                drop(base, unreached, done, i, remember);
            } catch (CacheException e) {
                failure.add(e);
            }
        }
    }

    private void drop(Snapshot base, CacheException failure, Applied[] done, int i, boolean remember) {
        availability.giveUp(base.slot(), failure, remember);
        done[i] = Applied.DROPPED;
    }

    /** Where the changes of one session go. */
    private record Lane(Server server, @Nullable Session session) {
        // By hand: JDK 17 keeps the class loader of a record for ever once it has compared two by what it makes itself.
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Lane o && server.equals(o.server) && Objects.equals(session, o.session);
        }

        @Override
        public int hashCode() {
            return 31 * server.hashCode() + Objects.hashCode(session);
        }
    }

    private Request request(Change change, boolean remember) {
        byte[] payload = change.payload();
        // The answer tells the new CAS, which is compared with the counter's; a touch has no quiet form.
        return payload == null
                ? rules.deleteOf(change.base(), true)
                : rules.storeOver(change, payload, !needsCounter(change, remember));
    }

    private static long size(Change change) {
        byte[] payload = change.payload();
        return 300L + (payload == null ? 0 : payload.length);
    }
}
