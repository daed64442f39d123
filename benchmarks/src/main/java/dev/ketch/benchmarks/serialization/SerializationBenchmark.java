// SPDX-License-Identifier: Apache-2.0
package dev.ketch.benchmarks.serialization;

import dev.ketch.serialization.Serializer;
import dev.ketch.serialization.Serializers;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One value, written or read again and again by one thread. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(2)
@State(Scope.Benchmark)
public class SerializationBenchmark {

    /** Who does it. */
    @Param({"ketch", "kryo", "java"})
    public String serializer;

    /** To what. */
    @Param({"order", "string", "entity"})
    public String value;

    private Serializer chosen;
    private Object object;
    private byte[] bytes;

    /** Prepares both directions, and checks that the value comes back. */
    @Setup
    public void prepare() {
        chosen = serializerOf(serializer);
        object = valueOf(value);
        bytes = chosen.serialize(object);
        if (!chosen.deserialize(bytes, 0, bytes.length).equals(object)) {
            throw new IllegalStateException(serializer + " gives back another " + value);
        }
    }

    static Serializer serializerOf(String name) {
        ClassLoader loader = SerializationBenchmark.class.getClassLoader();
        return switch (name) {
            case "ketch" -> Serializers.kryo(loader);
            case "kryo" -> new PlainKryo();
            case "java" -> Serializers.java(loader);
            default -> throw new IllegalArgumentException("no serializer [" + name + "]");
        };
    }

    static Object valueOf(String name) {
        return switch (name) {
            case "order" -> new Order(123_456_789L, "Jane Doe", 3, 19.99, true);
            case "string" -> "0123456789abcdef".repeat(64);
            case "entity" -> new EntityEntry();
            default -> throw new IllegalArgumentException("no value [" + name + "]");
        };
    }

    /** To bytes. */
    @Benchmark
    public byte[] serialize() {
        return chosen.serialize(object);
    }

    /** From bytes. */
    @Benchmark
    public Object deserialize() {
        return chosen.deserialize(bytes, 0, bytes.length);
    }
}
