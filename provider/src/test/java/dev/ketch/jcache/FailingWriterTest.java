// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ketch.KetchConfiguration;
import dev.ketch.OnUnavailable;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.configuration.FactoryBuilder.SingletonFactory;
import javax.cache.integration.CacheWriter;
import javax.cache.integration.CacheWriterException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A writer that fails, and a cache that cannot follow its writer. */
@Timeout(60)
class FailingWriterTest extends JvmsOnOneServer {
    private final Map<String, String> store = new HashMap<>();
    private boolean broken;

    /** What happens while the writer is at work. */
    private Runnable meanwhile = () -> {};

    private Cache<String, String> open(OnUnavailable mode) {
        MapWriter<String, String> writer = new MapWriter<>(store, new AtomicInteger());
        KetchConfiguration<String, String> configuration =
                new KetchConfiguration<String, String>().setOnUnavailable(mode).setWriteThrough(true);
        configuration.setCacheWriterFactory(new SingletonFactory<>(new CacheWriter<>() {
            @Override
            public void write(Cache.Entry<? extends String, ? extends String> entry) {
                check();
                writer.write(entry);
            }

            @Override
            public void writeAll(Collection<Cache.Entry<? extends String, ? extends String>> entries) {
                check();
                writer.writeAll(entries);
            }

            @Override
            public void delete(Object key) {
                check();
                writer.delete(key);
            }

            @Override
            public void deleteAll(Collection<?> keys) {
                check();
                writer.deleteAll(keys);
            }
        }));
        return jvms.open("c", configuration);
    }

    private void check() {
        if (broken) {
            throw new IllegalStateException("broken on purpose");
        }
        meanwhile.run();
    }

    @Test
    void whatItRefusesLeavesTheEntryAsItWas() {
        Cache<String, String> cache = open(OnUnavailable.DEGRADE);
        cache.put("k", "old");
        Map<String, Consumer<Cache<String, String>>> ways = new LinkedHashMap<>();
        ways.put("put", c -> c.put("k", "new"));
        ways.put("put of a new key", c -> c.put("other", "new"));
        ways.put("putIfAbsent", c -> c.putIfAbsent("other", "new"));
        ways.put("putAll", c -> c.putAll(Map.of("k", "new", "other", "new")));
        ways.put("getAndPut", c -> c.getAndPut("k", "new"));
        ways.put("getAndReplace", c -> c.getAndReplace("k", "new"));
        ways.put("replace", c -> c.replace("k", "new"));
        ways.put("replace if", c -> c.replace("k", "old", "new"));
        ways.put("remove", c -> c.remove("k"));
        ways.put("remove if", c -> c.remove("k", "old"));
        ways.put("getAndRemove", c -> c.getAndRemove("k"));
        ways.put("removeAll of keys", c -> c.removeAll(Set.of("k")));
        ways.put("removeAll", Cache::removeAll);
        ways.put(
                "invoke",
                c -> c.invoke("k", (entry, arguments) -> {
                    entry.setValue("new");
                    return null;
                }));
        ways.put(
                "invoke that removes",
                c -> c.invoke("k", (entry, arguments) -> {
                    entry.remove();
                    return null;
                }));
        ways.put("iterator", c -> {
            Iterator<Cache.Entry<String, String>> iterator = c.iterator();
            iterator.next();
            iterator.remove();
        });
        broken = true;
        ways.forEach((name, way) -> {
            assertThatThrownBy(() -> way.accept(cache))
                    .as(name)
                    .isInstanceOf(CacheWriterException.class)
                    .hasRootCauseMessage("broken on purpose");
            assertThat(cache.getAll(Set.of("k", "other"))).as(name).isEqualTo(Map.of("k", "old"));
        });
        assertThat(store).isEqualTo(Map.of("k", "old"));
    }

    /** The writer comes first: that its store is ahead of the cache can be made up for, the contrary cannot. */
    @Test
    void itsStoreIsAheadOfACacheThatCannotFollow() {
        Cache<String, String> cache = open(OnUnavailable.DEGRADE);
        cache.put("k", "old");
        server.kill();
        try {
            // Dropped, and made up for when the server is back.
            cache.put("k", "new");
            assertThat(store).isEqualTo(Map.of("k", "new"));
            // Its answer cannot be known, so that it fails before anything is written.
            assertThatThrownBy(() -> cache.getAndPut("k", "newer")).isInstanceOf(CacheException.class);
            assertThat(store).isEqualTo(Map.of("k", "new"));
        } finally {
            server.restart();
        }
        Awaiting.until(() -> {
            cache.put("k", "newest");
            return "newest".equals(cache.get("k"));
        });
        assertThat(store).isEqualTo(Map.of("k", "newest"));
    }

    @Test
    void itsStoreIsAheadOfAnOperationThatFailsAfterwards() {
        Cache<String, String> cache = open(OnUnavailable.DEGRADE);
        cache.put("k", "old");
        meanwhile = server::kill;
        try {
            assertThatThrownBy(() -> cache.getAndPut("k", "new"))
                    .isInstanceOf(CacheException.class)
                    .isNotInstanceOf(CacheWriterException.class);
            assertThat(store).isEqualTo(Map.of("k", "new"));
        } finally {
            meanwhile = () -> {};
            server.restart();
        }
        Awaiting.until(() -> {
            cache.put("k", "newest");
            return "newest".equals(cache.get("k"));
        });
        assertThat(store).isEqualTo(Map.of("k", "newest"));
    }
}
