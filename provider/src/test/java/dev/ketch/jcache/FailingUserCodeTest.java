// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Closeable;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.expiry.Duration;
import javax.cache.expiry.ExpiryPolicy;
import javax.cache.processor.EntryProcessorException;
import javax.cache.processor.EntryProcessorResult;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Processors and factories that fail: who is told, and what becomes of the rest. */
@Timeout(60)
class FailingUserCodeTest extends OnOneServer {
    @Test
    void aProcessorThatFailsOnOneKeyLeavesTheOthersTheirOutcome() {
        Map<String, Object> written = new HashMap<>();
        try (Jvms jvms = new Jvms(server)) {
            Cache<String, Object> cache = jvms.open(
                    "orders",
                    Jvms.<String, Object>plain()
                            .setWriteThrough(true)
                            .setCacheWriterFactory(() -> new MapWriter<>(written, new AtomicInteger())));
            List<String> keys = List.of("a", "unserializable", "refused", "broken", "z");
            Map<String, EntryProcessorResult<Integer>> results =
                    cache.invokeAll(new LinkedHashSet<>(keys), (entry, arguments) -> {
                        switch (entry.getKey()) {
                            case "unserializable" -> entry.setValue(new Thread(() -> {}));
                            case "refused" -> throw new CacheException("another cache says no");
                            case "broken" -> throw new IllegalArgumentException("broken");
                            default -> entry.setValue("value");
                        }
                        return 1;
                    });
            assertThat(cache.getAll(new LinkedHashSet<>(keys))).isEqualTo(Map.of("a", "value", "z", "value"));
            assertThat(written).isEqualTo(Map.of("a", "value", "z", "value"));
            assertThat(requireNonNull(results.get("z")).get()).isEqualTo(1);
            assertThatThrownBy(
                            () -> requireNonNull(results.get("unserializable")).get())
                    .isInstanceOf(CacheException.class)
                    .hasMessageContainingAll("cache [orders]", "unserializable", "java.lang.Thread");
            assertThatThrownBy(() -> requireNonNull(results.get("refused")).get())
                    .isInstanceOf(CacheException.class)
                    .hasMessage("another cache says no");
            assertThatThrownBy(() -> requireNonNull(results.get("broken")).get())
                    .isInstanceOf(EntryProcessorException.class)
                    .hasRootCauseMessage("broken");
        }
    }

    private static final class Policy implements ExpiryPolicy, Closeable {
        final AtomicInteger closed = new AtomicInteger();

        @Override
        public Duration getExpiryForCreation() {
            return Duration.ETERNAL;
        }

        @Override
        public @Nullable Duration getExpiryForAccess() {
            return null;
        }

        @Override
        public @Nullable Duration getExpiryForUpdate() {
            return null;
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }

    @Test
    void aFactoryThatFailsIsNamedAndNothingIsLeftOpen() {
        try (Jvms jvms = new Jvms(server)) {
            Policy policy = new Policy();
            MutableConfiguration<String, String> noWriter = Jvms.<String, String>plain()
                    .setExpiryPolicyFactory(() -> policy)
                    .setWriteThrough(true)
                    .setCacheWriterFactory(() -> {
                        throw new IllegalStateException("no database");
                    });
            assertThatThrownBy(() -> jvms.open("orders", noWriter))
                    .isInstanceOf(CacheException.class)
                    .hasMessageContainingAll("cache [orders]", "cache writer")
                    .hasRootCauseMessage("no database");
            assertThat(policy.closed).hasValue(1);
            assertThatThrownBy(() -> jvms.open("orders", nothingFrom()))
                    .isInstanceOf(CacheException.class)
                    .hasMessageContainingAll("cache [orders]", "expiry policy");
            assertThat(jvms.<String, String>open("orders").get("k")).isNull();
        }
    }

    @SuppressWarnings("NullAway") // what a user can do
    private static MutableConfiguration<String, String> nothingFrom() {
        return Jvms.<String, String>plain().setExpiryPolicyFactory(() -> null);
    }
}
