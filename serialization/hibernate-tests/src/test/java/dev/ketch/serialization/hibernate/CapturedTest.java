// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ketch.serialization.Serializer;
import dev.ketch.serialization.Serializers;
import dev.ketch.serialization.testing.Jvms;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.hibernate.bytecode.enhance.spi.LazyPropertyInitializer;
import org.hibernate.stat.Statistics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything that Hibernate stores comes back as it was, and is found. */
class CapturedTest {

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void allComesBackAsItWas(boolean structured) {
        Capture capture = BytesProvider.begin();
        Statistics statistics = Scenario.run(structured);
        assertThat(capture.faults()).isEmpty();
        assertThat(statistics.getSecondLevelCacheHitCount()).isGreaterThan(10);
        assertThat(statistics.getQueryCacheHitCount()).isGreaterThan(3);
        assertThat(statistics.getNaturalIdCacheHitCount()).isPositive();
        assertThat(statistics.getUpdateTimestampsCacheHitCount()).isPositive();
        assertThat(String.join("\n", capture.sizes().keySet()))
                .contains("BasicCacheKeyImplementation")
                .contains("CacheKeyImplementation")
                .contains("NaturalIdCacheKey")
                .contains("QueryKey")
                .contains("QueryResultsCacheImpl$CacheItem")
                .contains("AbstractReadWriteAccess$Item")
                .contains("AbstractReadWriteAccess$SoftLockImpl")
                .contains("java.lang.Long")
                .contains(structured ? "java.util.HashMap" : "StandardCacheEntryImpl");
    }

    @Test
    void twoJvmsAgreeOnTheKeys() throws Exception {
        Path java = Jvms.current();
        List<CompletableFuture<Jvms.Result>> others = new ArrayList<>(List.of(
                keys(java, "-XX:+UnlockExperimentalVMOptions", "-XX:hashCode=0"),
                keys(java, "-XX:+UnlockExperimentalVMOptions", "-XX:hashCode=2")));
        Jvms.jdk25().ifPresent(java25 -> others.add(keys(java25)));
        Capture capture = BytesProvider.begin();
        Scenario.run(false);
        // They end by themselves.
        CompletableFuture.allOf(others.toArray(CompletableFuture[]::new)).join();
        for (CompletableFuture<Jvms.Result> other : others) {
            Jvms.Result result = other.join();
            assertThat(result.output()).as(result.errors()).isEqualTo(capture.keys());
        }
    }

    private static CompletableFuture<Jvms.Result> keys(Path java, String... options) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        // It starts, does little, and ends.
                        List<String> all = new ArrayList<>(List.of(options));
                        all.add("-XX:TieredStopAtLevel=1");
                        return Jvms.run(java, KeysOfARun.class, all.toArray(String[]::new));
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                },
                task -> new Thread(task).start());
    }

    @Test
    void theMarkOfAnUnfetchedPropertyStaysItself() {
        Serializer serializer = Serializers.kryo(getClass().getClassLoader());
        byte[] bytes = serializer.serialize(LazyPropertyInitializer.UNFETCHED_PROPERTY);
        assertThat(serializer.deserialize(bytes, 0, bytes.length))
                .isSameAs(LazyPropertyInitializer.UNFETCHED_PROPERTY);
    }
}
