// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.fuzz;

import com.sun.management.ThreadMXBean;
import dev.ketch.serialization.ClassPolicy;
import dev.ketch.serialization.SerializationException;
import dev.ketch.serialization.Serializer;
import dev.ketch.serialization.fuzz.canary.Witness;
import dev.ketch.serialization.kryo.SampleValues;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** What must hold for a serializer, whatever the bytes: the input is a stored value. */
final class ReadTarget {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** The class of jaz is the one that Jazzer tries to have loaded. */
    private static final List<String> DENIED = List.of(
            "dev.ketch.serialization.fuzz.canary.Denied",
            "dev.ketch.serialization.fuzz.canary.DeniedPart",
            "dev.ketch.serialization.fuzz.canary.DeniedPlan",
            "jaz.**");

    /** Making a worker, and the stack traces of failures, which do not grow with the input. */
    private static final long ALLOCATED_AT_MOST = 3 << 20;

    /** A hash table for each byte is what costs most. */
    private static final long ALLOCATED_PER_BYTE = 200;

    /** A hash code that never ends, of a set in itself, makes an iterator for each frame until the stack is full. */
    private static final long ALLOCATED_BY_A_FULL_STACK = 16 << 20;

    private final List<Serializer> serializers;
    private long mostAllocated;
    private boolean stackWasFull;

    ReadTarget(Function<ClassPolicy, Serializer> maker) {
        ClassPolicy open = ClassPolicy.open().denying(DENIED).withLimits(60, 20_000, 20_000, 1 << 20);
        List<String> allowed = new ArrayList<>(SampleValues.ALLOWED);
        allowed.add("dev.ketch.serialization.fuzz.canary.*");
        ClassPolicy strict = ClassPolicy.strict(allowed).denying(DENIED).withLimits(60, 20_000, 20_000, 1 << 20);
        serializers = List.of(maker.apply(open), maker.apply(strict));
    }

    /** Reads the bytes with an open policy, which lets a fuzzer get further. */
    void checkOpen(byte[] input) {
        check(serializers.get(0), input);
    }

    /** Reads the bytes with an open policy and with a strict one. */
    void check(byte[] input) {
        for (Serializer serializer : serializers) {
            check(serializer, input);
        }
    }

    /** Returns the most bytes that reading one input has allocated. */
    long mostAllocated() {
        return mostAllocated;
    }

    private void check(Serializer serializer, byte[] input) {
        long most = ALLOCATED_AT_MOST + ALLOCATED_PER_BYTE * input.length;
        long allocated = read(serializer, input);
        if (stackWasFull) {
            most += ALLOCATED_BY_A_FULL_STACK;
        }
        if (allocated > most) {
            // The first read of its kind pays for the loading of classes; the second pays for what the bytes cost.
            allocated = read(serializer, input);
        }
        mostAllocated = Math.max(mostAllocated, allocated);
        if (allocated > most) {
            throw new AssertionError(input.length + " bytes made it allocate " + allocated);
        }
    }

    /** Returns how many bytes were allocated. */
    private long read(Serializer serializer, byte[] input) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        Throwable failure = null;
        try {
            Object value = serializer.deserialize(input, 0, input.length);
            if (value == null) {
                throw new AssertionError("read as null");
            }
        } catch (SerializationException e) {
            failure = e;
        } catch (Throwable e) {
            throw new AssertionError("ended in " + e, e);
        }
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        if (Witness.deniedWasInitialized) {
            throw new AssertionError("a class was initialized that the policy refuses", failure);
        }
        stackWasFull = false;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            stackWasFull |= cause instanceof StackOverflowError;
            if (cause instanceof OutOfMemoryError) {
                throw new AssertionError("the limits should have kept it from " + cause, failure);
            }
        }
        return allocated;
    }
}
