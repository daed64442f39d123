// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ketch.KetchConfiguration;
import dev.ketch.client.protocol.Opcode;
import dev.ketch.client.protocol.Request;
import dev.ketch.jcache.store.Flaw;
import dev.ketch.jcache.store.FlawCounts;
import dev.ketch.serialization.Serializer;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes that somebody has written to do harm: whatever reading them ends in, the caller sees an absent entry. */
@Timeout(60)
class HostileItemsTest extends JvmsOnOneServer {
    private static final String LONG_KEY = "k".repeat(1000);

    /** Reads what it is told to, from any bytes. */
    static final class Trap implements Serializer {
        private final String mark;
        private final Supplier<Object> result;

        Trap(String mark, Supplier<Object> result) {
            this.mark = mark;
            this.result = result;
        }

        @Override
        public byte[] serialize(Object value) {
            return (mark + value).getBytes(UTF_8);
        }

        @Override
        public Object deserialize(byte[] bytes, int offset, int length) {
            return result.get();
        }
    }

    /** As a forged {@code Collections.unmodifiableList(null)} behaves. */
    static final class Broken extends AbstractList<Object> {
        private final Error error;

        Broken(Error error) {
            this.error = error;
        }

        @Override
        public Object get(int index) {
            throw error;
        }

        @Override
        public int size() {
            if (error instanceof AssertionError) {
                throw new NullPointerException("c");
            }
            throw error;
        }
    }

    private JCache<Object, Object> reading(Supplier<Object> result) {
        JCache<Object, Object> writer =
                jvms.open("c", new KetchConfiguration<>().setSerializerFactory(() -> new Trap("w", () -> "")));
        writer.put(LONG_KEY, "v");
        writer.put("k", "v");
        return jvms.openElsewhere("c", new KetchConfiguration<>().setSerializerFactory(() -> new Trap("r", result)));
    }

    private static Object fail(String kind) {
        throw switch (kind) {
            case "assertion" -> new AssertionError("of a user's serializer");
            case "memory" -> new OutOfMemoryError("made up");
            case "stack" -> new StackOverflowError();
            case "linkage" -> new NoClassDefFoundError("made/Up");
            default -> new InternalError("made up");
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"assertion", "memory", "stack", "linkage"})
    void whateverReadingEndsInIsAMiss(String kind) {
        JCache<Object, Object> cache = reading(() -> fail(kind));
        assertThat(cache.get("k")).isNull();
        assertThat(cache.get(LONG_KEY)).isNull();
        assertThat(cache.getAll(Set.of("k", LONG_KEY))).isEmpty();
        assertThat(cache).isEmpty();
        assertThat(cache.flaws().count(Flaw.VALUE)).isEqualTo(3);
        assertThat(cache.flaws().count(Flaw.KEY)).isEqualTo(3);
    }

    @Test
    void aSerializerThatReadsNothingIsAMiss() {
        JCache<Object, Object> cache = reading(() -> null);
        assertThat(cache.get("k")).isNull();
        assertThat(cache.getAll(Set.of("k", LONG_KEY))).isEmpty();
        assertThat(cache.getAsync("k").toCompletableFuture().join()).isNull();
        assertThat(cache).isEmpty();
        assertThat(cache.flaws().total()).isEqualTo(6);
    }

    /** Whoever walks through the cache would be shown, and remove, another entry. */
    @Test
    void aListedItemThatHoldsTheKeyOfAnotherIsNone() {
        JCache<Object, Object> cache = reading(() -> "another");
        assertThat(cache.get("k")).isEqualTo("another");
        List<Object> keys = new ArrayList<>();
        cache.forEach(entry -> keys.add(entry.getKey()));
        assertThat(keys).containsExactly("k");
        assertThat(cache.flaws().count(Flaw.KEY)).isEqualTo(1);
    }

    @Test
    void aBrokenJvmIsNotHidden() {
        JCache<Object, Object> cache = reading(() -> fail("internal"));
        assertThatThrownBy(() -> cache.get("k")).isInstanceOf(InternalError.class);
    }

    @Test
    void aStoredKeyThatFailsWhereItIsComparedIsAnotherKey() {
        for (Error error : List.of(new AssertionError(), new StackOverflowError(), new OutOfMemoryError("made up"))) {
            try (Jvms own = new Jvms("?timeout=20s", server)) {
                jvms.close();
                jvms = own;
                JCache<Object, Object> cache = reading(() -> new Broken(error));
                assertThat(cache.get(LONG_KEY)).isNull();
                assertThat(cache.getAll(Set.of(LONG_KEY))).isEmpty();
                assertThat(cache.flaws().count(Flaw.KEY)).isEqualTo(2);
            }
        }
    }

    @Test
    void whatAnItemSaysIsOneLineOfTheLog() {
        JCache<Object, Object> cache = reading(() -> {
            throw new IllegalStateException("a\u2028b\u202ec\nd\u0085e", new RuntimeException("f\rg"));
        });
        CopyOnWriteArrayList<LogRecord> log = new CopyOnWriteArrayList<>();
        Handler handler = recorder(log);
        Logger logger = Logger.getLogger(FlawCounts.class.getName());
        Level before = logger.getLevel();
        logger.setLevel(Level.FINE);
        logger.addHandler(handler);
        try {
            assertThat(cache.get("k")).isNull();
        } finally {
            logger.removeHandler(handler);
            logger.setLevel(before);
        }
        assertThat(log).hasSize(2).allSatisfy(entry -> {
            assertThat(entry.getMessage())
                    .contains("a?b?c?d?e")
                    .doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");
            assertThat(entry.getThrown()).isNull();
        });
        assertThat(log.get(1).getMessage()).contains("f?g");
    }

    @Test
    void listedKeysThatNoCacheWritesAreNotRead() {
        JCache<Object, Object> cache = jvms.open("c");
        cache.put("k", 1);
        byte[] key = Arrays.copyOf(jvms.wireKey("c", "k"), jvms.wireKey("c", "k").length + 3);
        key[key.length - 3] = (byte) 0x85;
        key[key.length - 2] = 'x';
        key[key.length - 1] = 0x1b;
        assertThat(jvms.send(Request.store(Opcode.SET, key, 0, 0, new byte[] {1}, new byte[0], 0))
                        .isOk())
                .isTrue();
        assertThat(cache).hasSize(1);
        assertThat(cache.flaws().total()).isZero();
    }

    private static Handler recorder(List<LogRecord> log) {
        return new Handler() {
            @Override
            public void publish(LogRecord entry) {
                log.add(entry);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }
}
