// SPDX-License-Identifier: Apache-2.0
package dev.ketch.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ketch.benchmarks.server.Target.Served;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What guards the figures: values, counts, quantiles. */
class ChecksTest {
    private final Values values = new Values(200);

    @Test
    void keysAndValuesHaveTheirSizes() {
        for (int i = 0; i < values.count(); i++) {
            assertThat(values.key(i)).hasSize(11);
            assertThat(values.value(i)).hasSize(100);
        }
        assertThat(values.batch(1).keys()).hasSize(100).contains(values.key(100), values.key(199));
    }

    @Test
    void aMissingOrForeignValueIsRefused() {
        values.check(3, values.value(3).clone());
        assertThatThrownBy(() -> values.check(3, null)).hasMessageContaining("key-0000003");
        assertThatThrownBy(() -> values.check(3, values.value(29))).hasMessageContaining("key-0000003");
    }

    @Test
    void aBatchMustBeWhole() {
        Map<String, byte[]> found = new HashMap<>();
        for (int i = 0; i < 100; i++) {
            found.put(values.key(i), values.value(i));
        }
        values.check(values.batch(0), found);
        found.remove(values.key(7));
        assertThatThrownBy(() -> values.check(values.batch(0), found)).hasMessageContaining("99 values");
        found.put("other", values.value(7));
        assertThatThrownBy(() -> values.check(values.batch(0), found)).hasMessageContaining("key-0000007");
    }

    @Test
    void theServerMustHaveSeenWhatWasCounted() {
        Trial exact = new Trial(1, 2, new Served(10, 5), new Served(10, 5));
        assertThatCode(() -> exact.requirePlausible(1, 100)).doesNotThrowAnyException();
        Trial gets = new Trial(1, 2, new Served(11, 5), new Served(10, 5));
        assertThatThrownBy(() -> gets.requirePlausible(1, 100)).hasMessageContaining("gets=11");
        Trial sets = new Trial(1, 2, new Served(10, 6), new Served(10, 5));
        assertThatThrownBy(() -> sets.requirePlausible(1, 100)).hasMessageContaining("sets=6");
    }

    @Test
    void aClientThatMergesGetsMaySendAFewLess() {
        Trial few = new Trial(1, 2, new Served(100_000, 0), new Served(99_500, 0));
        assertThatCode(() -> few.requirePlausible(50, 10_000)).doesNotThrowAnyException();
        Trial many = new Trial(1, 2, new Served(100_000, 0), new Served(99_000, 0));
        assertThatThrownBy(() -> many.requirePlausible(50, 10_000)).hasMessageContaining("gets=99000");
    }

    @Test
    void quantilesAreWithinOnePerCent() {
        Histogram histogram = new Histogram();
        for (int i = 1; i <= 100_000; i++) {
            histogram.record(i * 1_000L);
        }
        assertThat(histogram.quantile(0.5)).isCloseTo(50e6, within(50e6 * 0.01));
        assertThat(histogram.quantile(0.99)).isCloseTo(99e6, within(99e6 * 0.01));
        Histogram sum = new Histogram();
        sum.record(5);
        sum.addAll(histogram);
        assertThat(sum.quantile(0)).isEqualTo(5);
        assertThat(new Histogram().quantile(0.5)).isZero();
    }

    @Test
    void extremeDurationsAreKept() {
        Histogram histogram = new Histogram();
        histogram.record(-1);
        histogram.record(Long.MAX_VALUE);
        assertThat(histogram.quantile(0.5)).isZero();
        assertThat(histogram.quantile(1)).isGreaterThan(1e12);
    }
}
