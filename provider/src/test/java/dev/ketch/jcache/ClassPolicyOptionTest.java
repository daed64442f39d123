// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ketch.ClassMode;
import dev.ketch.KetchCachingProvider;
import dev.ketch.KetchConfiguration;
import dev.ketch.config.ConfigurationException;
import dev.ketch.jcache.store.Flaw;
import dev.ketch.jcache.store.FlawCounts;
import java.io.Serializable;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import javax.cache.CacheException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which classes a cache reads: a refused one is a miss, and one line in the log says how to admit it. */
@Timeout(60)
class ClassPolicyOptionTest extends JvmsOnOneServer {
    /** A value of an application. */
    public record Order(String name, int amount) implements Serializable {}

    /** Another. */
    public record Parcel(Order order) implements Serializable {}

    private static KetchConfiguration<Object, Object> strict(Class<?>... allowed) {
        return new KetchConfiguration<>()
                .setClassMode(ClassMode.STRICT)
                .setAllowClasses(List.of(allowed).stream().map(Class::getName).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"kryo", "java"})
    void aStrictCacheReadsWhatIsListed(String serializer) {
        JCache<Object, Object> writer = jvms.open("c", new KetchConfiguration<>().setSerializer(serializer));
        JCache<Object, Object> reader =
                jvms.openElsewhere("c", strict(Order.class).setSerializer(serializer));
        writer.put("order", new Order("tea", 2));
        writer.put("parcel", new Parcel(new Order("tea", 2)));
        writer.put("plain", Map.of("a", List.of(1, 2L, "c")));
        assertThat(reader.get("order")).isEqualTo(new Order("tea", 2));
        assertThat(reader.get("plain")).isEqualTo(Map.of("a", List.of(1, 2L, "c")));

        CopyOnWriteArrayList<String> log = new CopyOnWriteArrayList<>();
        Handler handler = recorder(log);
        Logger logger = Logger.getLogger(FlawCounts.class.getName());
        logger.addHandler(handler);
        try {
            assertThat(reader.get("parcel")).isNull();
            assertThat(reader.getAll(Set.of("parcel", "order"))).containsOnlyKeys("order");
        } finally {
            logger.removeHandler(handler);
        }
        assertThat(reader.flaws().count(Flaw.DENIED)).isEqualTo(2);
        assertThat(log).singleElement().asString().contains("cache [c]", "allowClasses=" + Parcel.class.getName());
        assertThat(reader.putIfAbsent("parcel", "other")).isTrue();
    }

    @Test
    void anOpenCacheRefusesWhatIsDenied() {
        JCache<Object, Object> writer = jvms.open("c");
        JCache<Object, Object> reader =
                jvms.openElsewhere("c", new KetchConfiguration<>().setDenyClasses(List.of(Parcel.class.getName())));
        writer.put("order", new Order("tea", 2));
        writer.put("parcel", new Parcel(new Order("tea", 2)));
        assertThat(reader.get("order")).isEqualTo(new Order("tea", 2));
        assertThat(reader.get("parcel")).isNull();
        assertThat(reader.flaws().count(Flaw.DENIED)).isEqualTo(1);
    }

    @Test
    void forAllCachesOfAManager() {
        String order = Order.class.getName().replace("$", "%24");
        try (Jvms strict =
                new Jvms("?timeout=20s&classPolicy=strict&maxArrayLength=1000&allowClasses=" + order, server)) {
            JCache<Object, Object> cache = strict.open("c");
            cache.put("order", new Order("tea", 2));
            cache.put("parcel", new Parcel(new Order("tea", 2)));
            assertThatThrownBy(() -> cache.put("long", new int[1001]))
                    .isInstanceOf(CacheException.class)
                    .hasStackTraceContaining("maxArrayLength");
            URI unlimited = URI.create("memcached://" + server.address() + "/" + strict.namespace + "?timeout=20s");
            try (KetchCachingProvider provider = new KetchCachingProvider()) {
                provider.getCacheManager(unlimited, null)
                        .createCache("c", Jvms.plain())
                        .put("long", new int[1001]);
            }
            cache.put("short", new int[1000]);
            assertThat(cache.get("order")).isEqualTo(new Order("tea", 2));
            assertThat(cache.get("parcel")).isNull();
            assertThat(cache.get("short")).isEqualTo(new int[1000]);
            assertThat(cache.get("long")).isNull();
            assertThat(cache.flaws().count(Flaw.VALUE)).isEqualTo(1);
            JCache<Object, Object> open =
                    strict.openElsewhere("c", new KetchConfiguration<>().setClassMode(ClassMode.OPEN));
            assertThat(open.get("parcel")).isEqualTo(new Parcel(new Order("tea", 2)));
        }
    }

    @Test
    void aDeniedKeyIsToldAsSuch() {
        JCache<Object, Object> writer = jvms.open("c");
        JCache<Object, Object> reader =
                jvms.openElsewhere("c", new KetchConfiguration<>().setDenyClasses(List.of(Order.class.getName())));
        writer.put(new Order("tea", 2), "v");
        CopyOnWriteArrayList<String> log = new CopyOnWriteArrayList<>();
        Handler handler = recorder(log);
        Logger logger = Logger.getLogger(FlawCounts.class.getName());
        logger.addHandler(handler);
        try {
            assertThat(reader).isEmpty();
        } finally {
            logger.removeHandler(handler);
        }
        assertThat(reader.flaws().count(Flaw.DENIED)).isEqualTo(1);
        assertThat(reader.flaws().total()).isEqualTo(1);
        assertThat(log).singleElement().asString().contains("denyClasses has [" + Order.class.getName() + "]");
    }

    @Test
    void whatIsNoPattern() {
        assertThatThrownBy(() -> jvms.open("c", new KetchConfiguration<>().setAllowClasses(List.of("com..acme"))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("cache [c]", "com..acme");
    }

    private static Handler recorder(List<String> messages) {
        return new Handler() {
            @Override
            public void publish(LogRecord entry) {
                messages.add(entry.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }
}
