// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache.store;

import dev.ketch.ServerUnavailableException;
import dev.ketch.client.Exchange;
import dev.ketch.client.ExchangeRouter;
import dev.ketch.client.Server;
import dev.ketch.client.protocol.Opcode;
import dev.ketch.client.protocol.Request;
import dev.ketch.client.protocol.Response;
import dev.ketch.jcache.attempt.FirstFailure;
import dev.ketch.jcache.store.BatchStore.Write;
import dev.ketch.jcache.store.BatchStore.Written;
import dev.ketch.jcache.store.PacketRun.Packet;
import dev.ketch.jcache.store.PacketRun.Part;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;

/**
 * Writes many entries whatever is there.
 *
 * <p>Each packet reads the counter before the first store and after the last. If it was not what the stores assume when
 * they began, none of them has ever counted, and all are written again. If it was and has moved since, some may have been
 * seen until the clear came: none is written again, since what somebody saw and somebody cleared must not be back, and all
 * are as if they had been written before the clear. Thread-safe.
 */
final class BatchPuts {
    private final ExchangeRouter client;
    private final GenerationSource generations;
    private final ItemCodec codec;
    private final Failures failures;
    private final Availability availability;

    BatchPuts(
            ExchangeRouter client,
            GenerationSource generations,
            ItemCodec codec,
            Failures failures,
            Availability availability) {
        this.client = client;
        this.generations = generations;
        this.codec = codec;
        this.failures = failures;
        this.availability = availability;
    }

    Written putAll(List<Write> writes) {
        List<Write> pending = writes;
        boolean begun = false;
        Set<Write> lost = Collections.newSetFromMap(new IdentityHashMap<>());
        // What fails on one server must not keep what was written in vain on another from being written again.
        FirstFailure failure = new FirstFailure();
        Retry retry = new Retry(failures);
        while (true) {
            pending = putOnce(pending, begun, lost, failure);
            if (pending.isEmpty()) {
                return new Written(writes.size() - lost.size(), failure);
            }
            begun = true;
            try {
                retry.inVain(pending.get(0).slot());
            } catch (CacheException e) {
                lost.addAll(pending);
                failure.add(e);
                return new Written(writes.size() - lost.size(), failure);
            }
        }
    }

    private void drop(List<Write> part, CacheException failure) {
        part.forEach(write -> availability.drop(write.slot(), failure));
    }

    /** @param begun whether they have been written in vain, and what was there is gone */
    private CacheException shown(CacheException failure, boolean begun, Server server, List<Write> part) {
        return begun && failure instanceof ServerUnavailableException unavailable
                ? failures.halfDone(server, part.get(0).slot(), unavailable)
                : failure;
    }

    /**
     * Returns what is to be written again.
     *
     * @param lost is given what was dropped or has failed
     */
    private List<Write> putOnce(List<Write> writes, boolean begun, Set<Write> lost, FirstFailure first) {
        List<Packet<Write>> packets = new ArrayList<>();
        List<Long> assumed = new ArrayList<>();
        PacketRun<Write> run = new PacketRun<>(client, availability, packets);
        int offset = generations.isCounted() ? 1 : 0;
        for (Part<Write> some : PacketRun.cut(writes, w -> w.slot().server(), w -> w.payload().length + 300L)) {
            List<Write> part = some.items();
            Server server = some.server();
            long generation;
            try {
                generation = generations.lastKnown(server);
            } catch (CacheException e) {
                CacheException failure = shown(e, begun, server, part);
                lost.addAll(part);
                run.failed(failure, () -> drop(part, failure));
                continue;
            }
            List<Request> requests = new ArrayList<>(part.size() + 2);
            if (generations.isCounted()) {
                requests.add(generations.readQuietly());
            }
            for (Write w : part) {
                requests.add(codec.store(Opcode.SETQ, w.slot(), generation, w.deadline(), w.payload(), 0));
            }
            requests.add(generations.read());
            assumed.add(generation);
            packets.add(new Packet<>(part, new Exchange(server, requests, null, availability.fence())));
        }
        run.start();
        List<Write> again = new ArrayList<>();
        for (int p = 0; p < packets.size(); p++) {
            Exchange exchange = packets.get(p).exchange();
            List<Write> part = packets.get(p).parts();
            for (int j = 0; j < part.size(); j++) {
                Response response = exchange.response(j + offset);
                if (response != null && !response.isOk()) {
                    lost.add(part.get(j));
                    run.add(failures.refusedStore(part.get(j).slot(), response));
                }
            }
            try {
                failures.check(exchange);
                long current = generations.learn(exchange.server(), exchange.response(part.size() + offset));
                if (current != assumed.get(p) && isInVain(exchange.server(), exchange.response(0), assumed.get(p))) {
                    again.addAll(part);
                    part.forEach(lost::remove);
                }
            } catch (CacheException e) {
                CacheException failure = shown(e, begun, exchange.server(), part);
                lost.addAll(part);
                run.failed(failure, () -> drop(part, failure));
            }
        }
        run.finish(first);
        return again;
    }

    /**
     * Whether nothing of a packet can have counted, after the counter was found to be another than assumed.
     *
     * @param counter as read before
     */
    private boolean isInVain(Server server, @Nullable Response counter, long assumed) {
        long before = generations.told(server, counter, 0);
        // Items that outlive generations count from their store on if only there is a counter.
        return codec.form().outlivesGenerations() ? before == 0 : before != assumed;
    }
}
