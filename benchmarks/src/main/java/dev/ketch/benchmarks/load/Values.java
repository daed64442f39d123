// SPDX-License-Identifier: Apache-2.0
package dev.ketch.benchmarks.load;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Keys of 11 characters, and the value of 100 bytes that belongs to each. Immutable. */
final class Values {
    static final int VALUE_LENGTH = 100;
    static final int BATCH = 100;

    private final String[] keys;
    private final byte[][] values;
    private final Batch[] batches;

    /**
     * Keys to be asked for together.
     *
     * @param first index of the first key
     */
    record Batch(int first, Set<String> keys) {}

    Values(int count) {
        if (count < BATCH) {
            throw new IllegalArgumentException("[" + count + "] keys are fewer than the " + BATCH + " of a batch");
        }
        keys = new String[count];
        values = new byte[count][];
        for (int i = 0; i < count; i++) {
            keys[i] = String.format("key-%07d", i);
            byte[] value = new byte[VALUE_LENGTH];
            Arrays.fill(value, (byte) ('a' + i % 26));
            byte[] number = keys[i].getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(number, 0, value, 0, number.length);
            values[i] = value;
        }
        batches = new Batch[count / BATCH];
        for (int b = 0; b < batches.length; b++) {
            Set<String> together = new LinkedHashSet<>(Arrays.asList(keys).subList(b * BATCH, (b + 1) * BATCH));
            batches[b] = new Batch(b * BATCH, together);
        }
    }

    int count() {
        return keys.length;
    }

    String key(int index) {
        return keys[index];
    }

    byte[] value(int index) {
        return values[index];
    }

    int batches() {
        return batches.length;
    }

    Batch batch(int index) {
        return batches[index];
    }

    /** @throws IllegalStateException if a value is not the one that belongs to its key */
    void check(int index, byte[] got) {
        if (!Arrays.equals(values[index], got)) {
            throw new IllegalStateException("wrong value for [" + keys[index] + "]: "
                    + (got == null ? "none" : new String(got, StandardCharsets.ISO_8859_1)));
        }
    }

    /** @throws IllegalStateException if a value of a batch is missing or wrong */
    void check(Batch batch, Map<String, byte[]> got) {
        if (got.size() != BATCH) {
            throw new IllegalStateException(got.size() + " values instead of " + BATCH);
        }
        for (int i = batch.first(); i < batch.first() + BATCH; i++) {
            check(i, got.get(keys[i]));
        }
    }
}
