// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client;

import static dev.ketch.client.Fixture.valueOf;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/** Writes and reads a million items, more than its memory holds. Run in a JVM of its own by {@link HugeBatchTest}. */
final class HugeBatch {
    private static final int KEYS = 1_000_000;
    private static final int LENGTH = 1 << 10;

    private HugeBatch() {}

    /** @param args ports of the servers */
    public static void main(String[] args) {
        int[] ports = Arrays.stream(args).mapToInt(Integer::parseInt).toArray();
        try (MemcachedClient client = MemcachedClients.open(Fixture.settings(Duration.ofSeconds(30), ports))) {
            LongAdder good = new LongAdder();
            Iterable<Command> writes = () -> IntStream.range(0, KEYS)
                    .mapToObj(i -> Command.set("key-" + i, valueOf("key-" + i, LENGTH), null))
                    .iterator();
            client.executeAll(writes, r -> good.add(r.isOk() ? 1 : 0));
            Iterable<Command> reads = () -> IntStream.range(0, KEYS)
                    .mapToObj(i -> Command.get("key-" + i))
                    .iterator();
            client.submitAll(reads, r -> good.add(Arrays.equals(r.value(), valueOf(r.key(), LENGTH)) ? 1 : 0))
                    .toCompletableFuture()
                    .join();
            client.executeAll(reads, r -> good.add(Arrays.equals(r.value(), valueOf(r.key(), LENGTH)) ? 1 : 0));
            System.out.println(good.sum() == 3L * KEYS ? "all right" : "only " + good.sum());
        }
    }
}
