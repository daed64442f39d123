// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.fuzz;

import com.sun.management.ThreadMXBean;
import dev.ketch.serialization.SerializationException;
import dev.ketch.serialization.compression.Compressor;
import dev.ketch.serialization.compression.Compressors;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;

/** What must hold for the compressors, whatever the bytes: the input is a compressed value, and a value. */
final class DecompressTarget {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int LIMIT = 1 << 20;

    /** Stack traces, and what the methods need for themselves. */
    private static final long ALLOCATED_AT_MOST = 256 << 10;

    private final List<Compressor> compressors =
            List.of(Compressors.deflate().withThreshold(1), Compressors.lz4().withThreshold(1));

    void check(byte[] input) {
        for (Compressor compressor : compressors) {
            asCompressed(compressor, input);
            asValue(compressor, input);
        }
    }

    private static void asCompressed(Compressor compressor, byte[] input) {
        long most = ALLOCATED_AT_MOST + Math.min(LIMIT, 1100L * input.length);
        if (decompress(compressor, input) > most) {
            // The first may pay for the loading of classes.
            long allocated = decompress(compressor, input);
            if (allocated > most) {
                throw new AssertionError(compressor + ": " + input.length + " bytes made it allocate " + allocated);
            }
        }
    }

    /** Returns how many bytes were allocated. */
    private static long decompress(Compressor compressor, byte[] input) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        try {
            byte[] value = compressor.decompress(input, 0, input.length, LIMIT);
            if (value.length > LIMIT) {
                throw new AssertionError(compressor + " went beyond the limit: " + value.length);
            }
        } catch (SerializationException e) {
            if (e.getMessage() == null) {
                throw new AssertionError("refused without a reason", e);
            }
        } catch (Throwable e) {
            throw new AssertionError(compressor + " ended in " + e, e);
        }
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    private static void asValue(Compressor compressor, byte[] input) {
        byte[] compressed = compressor.compress(input, 0, input.length);
        if (compressed == null) {
            return;
        }
        if (compressed.length > input.length - input.length / 10) {
            throw new AssertionError(compressor + " saved less than a tenth");
        }
        if (!Arrays.equals(compressor.decompress(compressed, 0, compressed.length, input.length), input)) {
            throw new AssertionError(compressor + " changed the value");
        }
    }
}
