// SPDX-License-Identifier: Apache-2.0
package dev.ketch.benchmarks.serialization;

import java.util.Arrays;
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

/** One value, compressed or decompressed again and again by one thread. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(2)
@State(Scope.Benchmark)
public class CompressionBenchmark {

    /** Who does it: the names of {@link CompressionMethods}. */
    @Param({
        "ketch-deflate",
        "ketch-lz4",
        "jdk-deflate-6",
        "lz4-java-safe",
        "zstd-jni-1",
        "zstd-jni-3",
        "snappy-java",
        "aircompressor-lz4",
        "aircompressor-snappy",
        "aircompressor-zstd"
    })
    public String method;

    /** To what: the names of {@link CompressionValues}. */
    @Param({"json", "records", "text", "noise"})
    public String value;

    private CompressionMethod chosen;
    private byte[] bytes;
    private byte[] compressed;

    /** Prepares both directions, and checks that the value comes back. */
    @Setup
    public void prepare() {
        chosen = CompressionMethods.byName(method);
        bytes = CompressionValues.byName(value);
        compressed = chosen.compress(bytes);
        if (compressed != bytes && !Arrays.equals(chosen.decompress(compressed, bytes.length), bytes)) {
            throw new IllegalStateException(method + " gives back another " + value);
        }
    }

    /** To fewer bytes. */
    @Benchmark
    public byte[] compress() {
        return chosen.compress(bytes);
    }

    /** And back. */
    @Benchmark
    public byte[] decompress() {
        return chosen.decompress(compressed, bytes.length);
    }
}
