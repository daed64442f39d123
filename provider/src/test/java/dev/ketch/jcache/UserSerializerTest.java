// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ketch.KetchConfiguration;
import dev.ketch.config.ConfigurationException;
import dev.ketch.jcache.store.Flaw;
import dev.ketch.jcache.store.FlawCounts;
import dev.ketch.serialization.RawSerializer;
import dev.ketch.serialization.Serializer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.configuration.FactoryBuilder;
import javax.management.ObjectName;
import javax.management.openmbean.TabularData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Serializers that are chosen, for a manager or for a cache, and what becomes of items of another one. */
@Timeout(60)
class UserSerializerTest extends JvmsOnOneServer {
    /** Text in capitals; keys and values are what toString says. */
    public static class Loud implements Serializer {
        @Override
        public byte[] serialize(Object value) {
            return value.toString().toUpperCase(java.util.Locale.ROOT).getBytes(UTF_8);
        }

        @Override
        public Object deserialize(byte[] bytes, int offset, int length) {
            return new String(bytes, offset, length, UTF_8);
        }
    }

    /** Wants to know where classes come from. */
    public static final class WithLoader extends Loud {
        private final ClassLoader loader;

        public WithLoader(ClassLoader loader) {
            this.loader = Objects.requireNonNull(loader);
        }

        @Override
        public byte[] serialize(Object value) {
            return (value + " by " + loader.getClass().getSimpleName()).getBytes(UTF_8);
        }
    }

    /** Throws what a serializer must not throw. */
    public static final class Broken extends Loud {
        @Override
        public Object deserialize(byte[] bytes, int offset, int length) {
            if (length > 3) {
                throw new StackOverflowError();
            }
            throw new IllegalStateException("not today");
        }
    }

    /** Has a number of ours. */
    public static final class Intruder extends Loud {
        @Override
        public int id() {
            return 1;
        }
    }

    /** Has the number of another. */
    public static final class Twin extends Loud {
        @Override
        public int id() {
            return new Loud().id();
        }
    }

    /** No way to make one. */
    public static final class Closed extends Loud {
        private Closed() {}
    }

    /** Fails when it is made. */
    public static final class Failing extends Loud {
        public Failing() {
            throw new IllegalStateException("no licence");
        }
    }

    /** Numbers as other programs write them, with flags that say so. */
    public static final class Numbers implements RawSerializer {
        @Override
        public int flags() {
            return 77;
        }

        @Override
        public byte[] serialize(Object value) {
            return value.toString().getBytes(UTF_8);
        }

        @Override
        public Object deserialize(byte[] bytes, int offset, int length) {
            return Long.valueOf(new String(bytes, offset, length, UTF_8));
        }
    }

    private static KetchConfiguration<Object, Object> with(Class<?> serializer) {
        return with(serializer.getName());
    }

    private static KetchConfiguration<Object, Object> with(String serializer) {
        return new KetchConfiguration<>().setSerializer(serializer);
    }

    @Test
    void oneForAllCachesOfAManager() {
        try (Jvms loud =
                new Jvms("?timeout=20s&serializer=" + Loud.class.getName().replace("$", "%24"), server)) {
            Cache<Object, Object> cache = loud.open("c");
            cache.put("k", "quiet");
            assertThat(cache.get("k")).isEqualTo("QUIET");
            Cache<Object, Object> own = loud.open("own", with("java"));
            own.put("k", List.of("quiet"));
            assertThat(own.get("k")).isEqualTo(List.of("quiet"));
        }
    }

    @Test
    void oneForACacheByNameOrByFactory() {
        Cache<Object, Object> named = jvms.open("named", with(Loud.class));
        named.put("k", "v");
        assertThat(named.get("k")).isEqualTo("V");
        Cache<Object, Object> made = jvms.open(
                "made", new KetchConfiguration<>().setSerializerFactory(FactoryBuilder.factoryOf(Loud.class)));
        made.put("k", "v");
        assertThat(made.get("k")).isEqualTo("V");
        Cache<Object, Object> loading = jvms.open("loading", with(WithLoader.class));
        loading.put("k", "v");
        assertThat(loading.get("k")).asString().startsWith("v by ").endsWith("ClassLoader");
        Cache<Object, Object> usual = jvms.open("usual");
        usual.put("k", Map.of("a", 1));
        assertThat(usual.get("k")).isEqualTo(Map.of("a", 1));
    }

    @Test
    void aRawSerializerOfOnesOwnSharesItems() {
        Cache<String, Long> cache =
                jvms.open("n", new KetchConfiguration<String, Long>().setSerializer(Numbers.class.getName()));
        cache.put("k", 41L);
        assertThat(jvms.item("n", "k").flags()).isEqualTo(77);
        TextTalk.say(server, "incr " + jvms.namespace + ":n:k 1", "42");
        assertThat(cache.get("k")).isEqualTo(42L);
        assertThat(cache.replace("k", 42L, 43L)).isTrue();
    }

    @Test
    void anItemOfAnotherSerializerIsAMissThatIsCounted() throws Exception {
        Recorder log = new Recorder();
        Logger logger = Logger.getLogger(FlawCounts.class.getName());
        logger.addHandler(log);
        try {
            Cache<Object, Object> kryo = jvms.open("c");
            KetchConfiguration<Object, Object> managed = with(Loud.class);
            managed.setManagementEnabled(true);
            Cache<Object, Object> loud = jvms.openElsewhere("c", managed);
            kryo.put("k", "v");
            kryo.put(List.of("not in the key"), "v");
            assertThat(loud.get("k")).isNull();
            assertThat(loud.getAll(Set.of("k"))).isEmpty();
            assertThat(loud.get(List.of("not in the key"))).isNull();
            assertThat(loud).isEmpty();
            FlawCounts flaws = loud.unwrap(FlawCounts.class);
            assertThat(flaws.count(Flaw.SERIALIZER)).isEqualTo(5);
            assertThat(flaws.total()).isEqualTo(5);
            assertThat(log.messages).singleElement().asString().contains("cache [c]", server.address(), "[serializer]");

            ObjectName name = ManagementFactory.getPlatformMBeanServer()
                    .queryNames(new ObjectName("dev.ketch:type=Items,Cache=c,*"), null)
                    .iterator()
                    .next();
            assertThat(ManagementFactory.getPlatformMBeanServer().getAttribute(name, "Unreadable"))
                    .isEqualTo(5L);
            TabularData causes =
                    (TabularData) ManagementFactory.getPlatformMBeanServer().getAttribute(name, "UnreadableByCause");
            assertThat(causes.get(new Object[] {"SERIALIZER"}).get("value")).isEqualTo(5L);

            assertThat(loud.putIfAbsent("k", "w")).isTrue();
            assertThat(loud.get("k")).isEqualTo("W");
            assertThat(kryo.get("k")).isNull();
        } finally {
            logger.removeHandler(log);
        }
    }

    @Test
    void whatASerializerThrowsNeverComesOutOfARead() {
        JCache<Object, Object> cache = jvms.open("c", with(Broken.class));
        cache.put("short", "v");
        cache.put("long", "vvvvv");
        assertThat(cache.get("short")).isNull();
        assertThat(cache.get("long")).isNull();
        assertThat(cache.getAll(Set.of("short", "long"))).isEmpty();
        assertThat(cache.flaws().count(Flaw.VALUE)).isEqualTo(4);
        assertThatThrownBy(() -> jvms.open("loud", with(Loud.class)).put("k", new Object() {
                    @Override
                    public String toString() {
                        throw new IllegalStateException("silent");
                    }
                }))
                .isInstanceOf(CacheException.class)
                .hasMessageContainingAll("cache [loud]", "key [k]", "silent");
    }

    @Test
    void whatCannotBeASerializer() {
        assertRefused(with("kyro"), "[kyro]", "did you mean [kryo]");
        assertRefused(with("com.acme.Missing"), "[com.acme.Missing]", "class loader", "check the name");
        assertRefused(with(String.class), "[java.lang.String]", "does not implement", "Serializer");
        assertRefused(with(Closed.class), "Closed", "public constructor");
        assertRefused(with(Failing.class), "Failing", "no licence");
        assertRefused(with(Intruder.class), "Intruder", "id 1", "128");
        assertRefused(new KetchConfiguration<>().setSerializerFactory(() -> null), "gave none");
        jvms.open("first", with(Loud.class));
        assertRefused(with(Twin.class), "Twin", "Loud", "both have the id");
        assertThatThrownBy(() -> new Jvms("?serializer=jva", server))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("option [serializer]", "[jva]", "did you mean [java]");
    }

    private void assertRefused(KetchConfiguration<Object, Object> configuration, String... parts) {
        assertThatThrownBy(() -> jvms.open("refused", configuration))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("cache [refused]")
                .hasMessageContainingAll(parts);
    }

    @Test
    void idsOfUsersStayWithinTheirRange() {
        assertThat(new Loud().id()).isBetween(Serializer.FIRST_OWN_ID, Serializer.LAST_ID);
        assertThat(new Loud().id()).isEqualTo(new Loud().id());
    }

    @Test
    void aConfigurationIsCopiedAndSerialized() throws Exception {
        KetchConfiguration<Object, Object> configuration = with("string")
                .setSerializerFactory(FactoryBuilder.factoryOf(Loud.class))
                .setRawKeys(dev.ketch.RawKeys.PLAIN)
                .setKeyPrefix("p");
        assertThat(new KetchConfiguration<>(configuration))
                .isEqualTo(configuration)
                .hasSameHashCodeAs(configuration);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(configuration);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(in.readObject()).isEqualTo(configuration);
        }
        assertThat(with("string")).isNotEqualTo(with("bytes"));
        assertThat(with("string").setKeyPrefix("a")).isNotEqualTo(with("string"));
    }

    private static final class Recorder extends Handler {
        final List<String> messages = new java.util.concurrent.CopyOnWriteArrayList<>();

        @Override
        public void publish(LogRecord entry) {
            messages.add(entry.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
