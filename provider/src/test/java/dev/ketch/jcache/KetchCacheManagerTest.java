// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ketch.KetchCachingProvider;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.configuration.CompleteConfiguration;
import javax.cache.configuration.Configuration;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.configuration.MutableConfiguration;
import javax.management.ObjectName;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a manager does without talking to memcached: nothing listens where its URI points to. */
@Timeout(60)
class KetchCacheManagerTest {
    private final KetchCachingProvider provider = new KetchCachingProvider();
    private final CacheManager manager = provider.getCacheManager(URI.create("memcached://localhost:1/m"), null);

    @AfterEach
    void close() {
        provider.close();
    }

    @Test
    void aCacheIsFoundUnderItsNameUntilItIsClosed() {
        Cache<String, Integer> cache = manager.createCache("orders", typed());

        assertThat(cache.getName()).isEqualTo("orders");
        assertThat(cache.getCacheManager()).isSameAs(manager);
        assertThat(manager.getCache("orders", String.class, Integer.class)).isSameAs(cache);
        assertThat(manager.<Object, Object>getCache("orders")).isSameAs(cache);
        assertThat(manager.<Object, Object>getCache("other")).isNull();
        assertThat(manager.getCache("other", String.class, String.class)).isNull();

        cache.close();
        assertThat(manager.<Object, Object>getCache("orders")).isNull();
        assertThat(manager.getCacheNames()).isEmpty();
        assertThat(manager.createCache("orders", typed())).isNotSameAs(cache);
        cache.close();
        assertThat(manager.getCacheNames()).containsExactly("orders");
    }

    @Test
    void aNameIsTakenOnce() {
        manager.createCache("orders", typed());

        assertThatThrownBy(() -> manager.createCache("orders", new MutableConfiguration<>()))
                .isExactlyInstanceOf(CacheException.class)
                .hasMessage("cache [orders] already exists");
    }

    @Test
    void typesMustBeThoseTheCacheWasCreatedFor() {
        manager.createCache("orders", typed());
        manager.createCache("things", new MutableConfiguration<>());

        assertThatExceptionOfType(ClassCastException.class)
                .isThrownBy(() -> manager.getCache("orders", Long.class, Integer.class))
                .withMessage("cache [orders] has keys of type [java.lang.String], not [java.lang.Long]");
        assertThatExceptionOfType(ClassCastException.class)
                .isThrownBy(() -> manager.getCache("orders", String.class, Number.class))
                .withMessage("cache [orders] has values of type [java.lang.Integer], not [java.lang.Number]");
        assertThatExceptionOfType(ClassCastException.class)
                .isThrownBy(() -> manager.getCache("things", String.class, String.class));
        assertThat(manager.getCache("things", Object.class, Object.class)).isNotNull();
    }

    @Test
    void theNamesAreASnapshot() {
        manager.createCache("b", typed());
        manager.createCache("a", typed());
        Iterable<String> names = manager.getCacheNames();
        manager.createCache("c", typed());

        assertThat(names).containsExactly("a", "b");
        assertThatThrownBy(() -> {
                    var iterator = names.iterator();
                    iterator.next();
                    iterator.remove();
                })
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    @SuppressWarnings("NullAway") // what is wrong on purpose
    void nullIsRefused() {
        List<ThrowingCallable> calls = callsWithNull();

        assertThat(calls).allSatisfy(call -> assertThatNullPointerException().isThrownBy(call));
    }

    @Test
    void aClosedManagerRefusesEverythingBeforeItLooksAtArguments() {
        manager.close();
        List<ThrowingCallable> calls = callsWithNull();
        calls.add(manager::getCacheNames);
        calls.add(() -> manager.enableManagement("x", true));

        assertThat(calls).allSatisfy(call -> assertThatIllegalStateException()
                .isThrownBy(call)
                .withMessage("cache manager [memcached://localhost:1/m] is closed"));
        assertThat(manager.isClosed()).isTrue();
        manager.close();
        assertThat(manager.getURI()).isNotNull();
        assertThat(manager.unwrap(CacheManager.class)).isSameAs(manager);
    }

    @SuppressWarnings("NullAway") // what is wrong on purpose
    private List<ThrowingCallable> callsWithNull() {
        return new ArrayList<>(List.of(
                () -> manager.createCache(null, typed()),
                () -> manager.createCache("x", (Configuration<String, String>) null),
                () -> manager.getCache(null),
                () -> manager.getCache(null, String.class, String.class),
                () -> manager.getCache("x", null, String.class),
                () -> manager.getCache("x", String.class, null),
                () -> manager.destroyCache(null),
                () -> manager.enableManagement(null, true),
                () -> manager.enableStatistics(null, true)));
    }

    @Test
    void destroyingWhatIsNotThereDoesNothing() {
        manager.destroyCache("nobody");
    }

    @Test
    void enablingNeedsAnOpenCache() {
        assertThatIllegalStateException()
                .isThrownBy(() -> manager.enableStatistics("gone", true))
                .withMessage("cache [gone] is not open in cache manager [memcached://localhost:1/m]");
    }

    @Test
    void unwrapsToWhatItIs() {
        assertThat(manager.unwrap(KetchCacheManager.class)).isSameAs(manager);
        assertThatThrownBy(() -> manager.unwrap(String.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[java.lang.String]");
    }

    @Test
    void closingClosesEveryCache() {
        ClosingListener listener = new ClosingListener();
        Cache<String, Integer> one = manager.createCache(
                "one",
                typed().addCacheEntryListenerConfiguration(
                                new MutableCacheEntryListenerConfiguration<>(() -> listener, null, false, true)));
        Cache<String, Integer> two = manager.createCache(
                "two",
                typed().addCacheEntryListenerConfiguration(new MutableCacheEntryListenerConfiguration<>(
                        () -> new ClosingListener() {
                            @Override
                            public void close() {
                                throw new IllegalStateException("close");
                            }
                        },
                        null,
                        false,
                        true)));

        manager.close();

        assertThat(one.isClosed()).isTrue();
        assertThat(two.isClosed()).isTrue();
        assertThat(listener.closed).hasValue(1);
    }

    @Test
    void theConfigurationIsACopyButForWhatMayChange() {
        MutableConfiguration<String, Integer> given = typed();
        Cache<String, Integer> cache = manager.createCache("orders", given);
        given.setStatisticsEnabled(true).setReadThrough(true).setTypes(String.class, Integer.class);

        CompleteConfiguration<String, Integer> seen = configurationOf(cache);
        assertThat(seen.isStatisticsEnabled()).isFalse();
        assertThat(seen.isReadThrough()).isFalse();
        assertThat(seen.isStoreByValue()).isTrue();
        assertThat(seen.getKeyType()).isEqualTo(String.class);

        manager.enableStatistics("orders", true);
        manager.enableManagement("orders", true);
        assertThat(configurationOf(cache).isStatisticsEnabled()).isTrue();
        assertThat(configurationOf(cache).isManagementEnabled()).isTrue();
    }

    @Test
    void listenersThatComeAndGoShowInTheConfiguration() {
        Cache<String, Integer> cache = manager.createCache("orders", typed());
        MutableCacheEntryListenerConfiguration<String, Integer> registration =
                new MutableCacheEntryListenerConfiguration<>(ClosingListener::new, null, false, true);

        cache.registerCacheEntryListener(registration);
        assertThat(configurationOf(cache).getCacheEntryListenerConfigurations()).containsExactly(registration);
        cache.deregisterCacheEntryListener(registration);
        assertThat(configurationOf(cache).getCacheEntryListenerConfigurations()).isEmpty();
    }

    @Test
    void mBeansComeAndGoWithTheirFlags() throws Exception {
        manager.createCache("configured", typed().setStatisticsEnabled(true).setManagementEnabled(true));
        assertThat(beans("configured")).isEqualTo(Set.of("CacheConfiguration", "CacheStatistics"));

        manager.createCache("orders", typed());
        assertThat(beans("orders")).isEmpty();
        manager.enableStatistics("orders", true);
        manager.enableStatistics("orders", true);
        assertThat(beans("orders")).isEqualTo(Set.of("CacheStatistics"));
        manager.enableManagement("orders", true);
        manager.enableStatistics("orders", false);
        manager.enableStatistics("orders", false);
        assertThat(beans("orders")).isEqualTo(Set.of("CacheConfiguration"));

        manager.getCache("configured").close();
        assertThat(beans("configured")).isEmpty();
        provider.close();
        assertThat(beans("*")).isEmpty();
    }

    @Test
    void aCacheThatCannotBeMadeLeavesNothing() {
        ClosingListener listener = new ClosingListener();
        MutableConfiguration<String, Integer> configuration = typed().addCacheEntryListenerConfiguration(
                        new MutableCacheEntryListenerConfiguration<>(() -> listener, null, false, true))
                .setCacheLoaderFactory(() -> {
                    throw new IllegalStateException("factory");
                });

        assertThatThrownBy(() -> manager.createCache("orders", configuration)).hasStackTraceContaining("factory");
        assertThat(manager.getCacheNames()).isEmpty();
        assertThat(listener.closed).hasValue(1);
        assertThat(manager.createCache("orders", typed())).isNotNull();
    }

    private static MutableConfiguration<String, Integer> typed() {
        return new MutableConfiguration<String, Integer>().setTypes(String.class, Integer.class);
    }

    @SuppressWarnings("unchecked")
    private static CompleteConfiguration<String, Integer> configurationOf(Cache<String, Integer> cache) {
        return cache.getConfiguration(CompleteConfiguration.class);
    }

    /** Types of the MBeans registered for a cache. */
    private static Set<String> beans(String cacheName) throws Exception {
        Set<String> types = new HashSet<>();
        for (ObjectName name : ManagementFactory.getPlatformMBeanServer()
                .queryNames(new ObjectName("javax.cache:*,Cache=" + cacheName), null)) {
            types.add(name.getKeyProperty("type"));
        }
        return types;
    }
}
