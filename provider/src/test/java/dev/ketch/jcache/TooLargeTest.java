// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.cache.Cache;
import javax.cache.CacheException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Values of 2 MB on a server that takes 1 MB, where a loader or a writer has them too. */
@Timeout(60)
class TooLargeTest extends JvmsOnOneServer {
    private static final String HUGE = noise();

    private static String noise() {
        // Nothing that compression could help.
        byte[] bytes = new byte[2_000_000];
        new Random(1).nextBytes(bytes);
        return new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    private final Map<String, String> written = new ConcurrentHashMap<>();

    private record Write(String name, Consumer<Cache<String, String>> action) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Write> writes() {
        return Stream.of(
                new Write("put", c -> c.put("k", HUGE)),
                new Write("getAndPut", c -> c.getAndPut("k", HUGE)),
                new Write("replace", c -> c.replace("k", HUGE)),
                new Write("putAll", c -> c.putAll(Map.of("k", HUGE, "small", "new"))),
                new Write(
                        "invoke",
                        c -> c.invoke("k", (entry, arguments) -> {
                            entry.setValue(HUGE);
                            return null;
                        })));
    }

    /** The writer's store and the cache agree: neither has it. */
    @ParameterizedTest
    @MethodSource("writes")
    void noWriterIsCalledForWhatTheServerDoesNotTake(Write write) {
        Cache<String, String> cache = jvms.open(
                "c",
                Jvms.<String, String>plain()
                        .setWriteThrough(true)
                        .setCacheWriterFactory(() -> new MapWriter<>(written, new AtomicInteger())));
        cache.put("k", "old");
        assertThatThrownBy(() -> write.action.accept(cache))
                .isInstanceOf(CacheException.class)
                .hasStackTraceContaining("start memcached with a larger -I");
        assertThat(written).containsOnly(Map.entry("k", "old"));
        assertThat(cache.get("k")).isEqualTo("old");
    }

    /** Who asked has it, each time from the loader. */
    @Test
    void whatIsLoadedAndCannotBeStoredIsReturned() {
        AtomicInteger loads = new AtomicInteger();
        Cache<String, String> cache = jvms.open(
                "c",
                Jvms.<String, String>plain().setReadThrough(true).setCacheLoaderFactory(() -> new SimpleLoader<>() {
                    @Override
                    public String load(String key) {
                        loads.incrementAndGet();
                        return key.equals("small") ? "v" : HUGE;
                    }
                }));
        assertThat(cache.get("k")).isEqualTo(HUGE);
        assertThat(cache.get("k")).isEqualTo(HUGE);
        assertThat(loads).hasValue(2);
        assertThat(cache.getAll(Set.of("k", "small"))).containsEntry("k", HUGE).containsEntry("small", "v");
        assertThat(cache.<Integer>invoke(
                        "k", (entry, arguments) -> entry.getValue().length()))
                .isEqualTo(HUGE.length());
        assertThat(cache.containsKey("k")).isFalse();
        assertThat(cache.containsKey("small")).isTrue();
    }
}
