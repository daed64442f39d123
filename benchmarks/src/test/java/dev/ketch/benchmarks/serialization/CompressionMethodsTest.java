// SPDX-License-Identifier: Apache-2.0
package dev.ketch.benchmarks.serialization;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jmh.annotations.Param;

/** Every method that is compared gives back every value, and the values are what the table says they are. */
class CompressionMethodsTest {

    static Stream<String> methods() {
        return CompressionMethods.NAMES.stream();
    }

    @ParameterizedTest
    @MethodSource("methods")
    void everyMethodGivesBackEveryValue(String name) {
        CompressionMethod method = CompressionMethods.byName(name);
        for (String value : CompressionValues.NAMES) {
            byte[] bytes = CompressionValues.byName(value);
            byte[] compressed = method.compress(bytes);
            if (value.equals("noise")) {
                assertThat(compressed.length).isBetween(bytes.length, bytes.length + bytes.length / 100);
            } else {
                assertThat(compressed.length).isBetween(bytes.length / 10, bytes.length * 3 / 4);
            }
            if (compressed != bytes) {
                assertThat(method.decompress(compressed, bytes.length)).isEqualTo(bytes);
            }
        }
    }

    @Test
    void valuesAreTheSameInEveryRun() {
        assertThat(CompressionValues.byName("json")).hasSizeBetween(10_000, 11_000);
        assertThat(CompressionValues.byName("records")).hasSizeBetween(100_000, 103_000);
        assertThat(CompressionValues.byName("text")).hasSize(1_000_000);
        assertThat(CompressionValues.byName("noise")).hasSize(64 << 10);
        for (String value : CompressionValues.NAMES) {
            assertThat(CompressionValues.byName(value)).isEqualTo(CompressionValues.byName(value));
        }
    }

    @Test
    void theBenchmarkRunsThemAll() throws Exception {
        assertThat(parameters("method")).isEqualTo(CompressionMethods.NAMES);
        assertThat(parameters("value")).isEqualTo(CompressionValues.NAMES);
    }

    private static List<String> parameters(String field) throws Exception {
        return List.of(CompressionBenchmark.class
                .getField(field)
                .getAnnotation(Param.class)
                .value());
    }
}
