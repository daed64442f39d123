// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.ketch.serialization.SerializationException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jpountz.lz4.LZ4Factory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CompressorTest {
    private static final int LIMIT = 1 << 20;

    static Stream<Compressor> compressors() {
        return Stream.of(
                Compressors.deflate().withThreshold(1), Compressors.lz4().withThreshold(1));
    }

    @ParameterizedTest
    @MethodSource("compressors")
    void whatIsCompressedComesBack(Compressor compressor) {
        Random random = new Random(17);
        int compressed = 0;
        for (int round = 0; round < 3_000; round++) {
            byte[] value = value(random);
            byte[] bytes = new byte[value.length + 20];
            System.arraycopy(value, 0, bytes, 7, value.length);
            byte[] smaller = compressor.compress(bytes, 7, value.length);
            if (smaller != null) {
                compressed++;
                assertThat(smaller.length).isLessThanOrEqualTo(value.length - value.length / 10);
                byte[] around = new byte[smaller.length + 20];
                random.nextBytes(around);
                System.arraycopy(smaller, 0, around, 5, smaller.length);
                assertThat(compressor.decompress(around, 5, smaller.length, value.length))
                        .isEqualTo(value);
                assertThat(Compressors.byId(compressor.id()).decompress(smaller, 0, smaller.length, value.length))
                        .isEqualTo(value);
            }
        }
        assertThat(compressed).isBetween(1_000, 2_900);
    }

    @ParameterizedTest
    @MethodSource("compressors")
    void isLeftAloneWhereItDoesNotPay(Compressor compressor) {
        byte[] text = "to be or not to be ".repeat(1_000).getBytes(StandardCharsets.UTF_8);
        byte[] noise = new byte[64 << 10];
        new Random(1).nextBytes(noise);
        assertThat(compressor.compress(noise, 0, noise.length)).isNull();
        assertThat(compressor.compress(noise, 0, 1_000)).isNull();
        assertThat(compressor.compress(text, 0, 10)).isNull();
        Compressor choosy = compressor.withThreshold(5_000);
        assertThat(choosy.compress(text, 0, 4_999)).isNull();
        assertThat(choosy.compress(text, 0, 5_000)).isNotNull();
        assertThat(Compressors.deflate().threshold()).isEqualTo(8192);
    }

    @Test
    void theFormatDoesNotChange() {
        // Raw Deflate of 300 zero bytes, made by another program.
        byte[] deflated = {(byte) 0xac, 0x02, 0x63, 0x60, 0x18, 0x05, (byte) 0xc4, 0x02, 0x00};
        assertThat(Compressors.byId(1).decompress(deflated, 0, deflated.length, LIMIT))
                .isEqualTo(new byte[300]);
        // One literal zero, a match of 294 at distance 1, five literal zeros.
        byte[] lz4 = {(byte) 0xac, 0x02, 0x1f, 0, 1, 0, (byte) 0xff, 20, 0x50, 0, 0, 0, 0, 0};
        assertThat(Compressors.byId(2).decompress(lz4, 0, lz4.length, LIMIT)).isEqualTo(new byte[300]);
    }

    @Test
    void lz4IsTheSameWithAndWithoutNativeCode() {
        byte[] value = "to be or not to be, that is ".repeat(500).getBytes(StandardCharsets.UTF_8);
        int header = 2; // The length, seven bits a byte.
        byte[] ours = Compressors.lz4().compress(value, 0, value.length);
        assertThat(LZ4Factory.safeInstance()
                        .safeDecompressor()
                        .decompress(ours, header, ours.length - header, value.length))
                .isEqualTo(value);
        byte[] theirs = LZ4Factory.safeInstance().fastCompressor().compress(value);
        byte[] item = Arrays.copyOf(ours, header + theirs.length);
        System.arraycopy(theirs, 0, item, header, theirs.length);
        assertThat(Compressors.lz4().decompress(item, 0, item.length, LIMIT)).isEqualTo(value);
    }

    @ParameterizedTest
    @MethodSource("compressors")
    void bombsAllocateNothing(Compressor compressor) {
        byte[] zeros = compressor.compress(new byte[LIMIT + 1], 0, LIMIT + 1);
        assertThat(compressor.decompress(zeros, 0, zeros.length, LIMIT + 1)).hasSize(LIMIT + 1);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        byte[] huge = {-1, -1, -1, -1, 7, 0, 0, 0};
        byte[] negative = {-1, -1, -1, -1, 15, 0, 0, 0};
        long before = threads.getCurrentThreadAllocatedBytes();
        assertThatThrownBy(() -> compressor.decompress(zeros, 0, zeros.length, LIMIT))
                .isInstanceOf(SerializationException.class)
                .hasMessage("compressed value would have 1048577 bytes, the limit is 1048576");
        assertThatThrownBy(() -> compressor.decompress(huge, 0, huge.length, Integer.MAX_VALUE))
                .isInstanceOf(SerializationException.class)
                .hasMessage("compressed value is damaged: 3 bytes cannot become 2147483647");
        assertThatThrownBy(() -> compressor.decompress(negative, 0, negative.length, Integer.MAX_VALUE))
                .isInstanceOf(SerializationException.class);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(LIMIT);
    }

    @ParameterizedTest
    @MethodSource("compressors")
    void whatHasAnotherLengthThanItSaysIsRefused(Compressor compressor) {
        byte[] value = "to be or not to be ".repeat(100).getBytes(StandardCharsets.UTF_8);
        byte[] bytes = compressor.compress(value, 0, value.length);
        for (int change : new int[] {1, -1}) {
            byte[] other = bytes.clone();
            other[0] = (byte) ((other[0] & 0x7f) + change | 0x80);
            assertThatThrownBy(() -> compressor.decompress(other, 0, other.length, LIMIT))
                    .isInstanceOf(SerializationException.class)
                    .hasMessageContaining("damaged");
        }
        for (int length = 0; length < bytes.length; length++) {
            int cut = length;
            assertThatThrownBy(() -> compressor.decompress(bytes, 0, cut, LIMIT))
                    .isInstanceOf(SerializationException.class);
        }
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
        assertThatThrownBy(() -> compressor.decompress(longer, 0, longer.length, LIMIT))
                .isInstanceOf(SerializationException.class);
        assertThatThrownBy(() -> compressor.decompress(bytes, 1, bytes.length, LIMIT))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @ParameterizedTest
    @MethodSource("compressors")
    void isSafeForManyThreads(Compressor compressor) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            for (Future<?> done : threads.invokeAll(IntStream.range(0, 8)
                    .mapToObj(seed ->
                            java.util.concurrent.Executors.callable(() -> whatIsCompressedComesBack(compressor)))
                    .toList())) {
                done.get(60, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void namesAndNumbers() {
        assertThat(Compressors.byName("deflate").id()).isEqualTo(1);
        assertThat(Compressors.byName("lz4").id()).isEqualTo(2);
        assertThat(Compressors.byName("lz4")).hasToString("lz4 from 8192 bytes on");
        assertThatThrownBy(() -> Compressors.byName("rar"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[rar]");
        assertThatThrownBy(() -> Compressors.byId(7))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("[7]");
        assertThatThrownBy(() -> Compressors.deflate().withThreshold(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[0]");
    }

    /** Runs, words and noise in any order, of up to 20,000 bytes. */
    private static byte[] value(Random random) {
        byte[] value = new byte[random.nextInt(random.nextBoolean() ? 200 : 20_000)];
        int position = 0;
        while (position < value.length) {
            int end = Math.min(value.length, position + 1 + random.nextInt(2_000));
            int sort = random.nextInt(3);
            byte run = (byte) random.nextInt();
            for (; position < end; position++) {
                value[position] = sort == 0
                        ? run
                        : (byte) (sort == 1 ? "the quick brown fox ".charAt(position % 20) : random.nextInt());
            }
        }
        return value;
    }
}
