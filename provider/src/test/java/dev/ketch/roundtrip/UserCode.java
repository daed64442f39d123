// SPDX-License-Identifier: Apache-2.0
package dev.ketch.roundtrip;

import dev.ketch.KetchConfiguration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.cache.Cache;
import javax.cache.configuration.FactoryBuilder.SingletonFactory;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.event.CacheEntryCreatedListener;
import javax.cache.event.CacheEntryEvent;
import javax.cache.event.CacheEntryRemovedListener;
import javax.cache.event.CacheEntryUpdatedListener;
import javax.cache.expiry.AccessedExpiryPolicy;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;
import javax.cache.expiry.ExpiryPolicy;
import javax.cache.expiry.ModifiedExpiryPolicy;
import javax.cache.expiry.TouchedExpiryPolicy;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheWriter;
import javax.cache.processor.EntryProcessor;
import org.jspecify.annotations.Nullable;

/** What users plug into caches, as simple as it can be. */
final class UserCode {
    static final EntryProcessor<String, String, Object> SETTING = (entry, arguments) -> {
        entry.setValue("set");
        return "done";
    };
    static final EntryProcessor<String, String, Object> REMOVING = (entry, arguments) -> {
        entry.remove();
        return "done";
    };

    private UserCode() {}

    static void created(KetchConfiguration<String, String> c) {
        c.setExpiryPolicyFactory(CreatedExpiryPolicy.factoryOf(Duration.ONE_HOUR));
    }

    static void accessed(KetchConfiguration<String, String> c) {
        c.setExpiryPolicyFactory(AccessedExpiryPolicy.factoryOf(Duration.ONE_HOUR));
    }

    static void modified(KetchConfiguration<String, String> c) {
        c.setExpiryPolicyFactory(ModifiedExpiryPolicy.factoryOf(Duration.ONE_HOUR));
    }

    static void touched(KetchConfiguration<String, String> c) {
        c.setExpiryPolicyFactory(TouchedExpiryPolicy.factoryOf(Duration.ONE_HOUR));
    }

    /** Too short for memcached to end what it is for. */
    static void touchedBriefly(KetchConfiguration<String, String> c) {
        c.setExpiryPolicyFactory(TouchedExpiryPolicy.factoryOf(new Duration(TimeUnit.SECONDS, 9)));
    }

    /** Says what others could say too, but nobody can know that. */
    static void ownPolicy(KetchConfiguration<String, String> c) {
        c.setExpiryPolicyFactory(() -> new ExpiryPolicy() {
            @Override
            public Duration getExpiryForCreation() {
                return Duration.ONE_HOUR;
            }

            @Override
            public @Nullable Duration getExpiryForAccess() {
                return null;
            }

            @Override
            public Duration getExpiryForUpdate() {
                return Duration.ONE_HOUR;
            }
        });
    }

    static void loading(KetchConfiguration<String, String> c) {
        loading(c, "loaded");
    }

    static void loadingNothing(KetchConfiguration<String, String> c) {
        loading(c, null);
    }

    private static void loading(KetchConfiguration<String, String> c, @Nullable String value) {
        c.setReadThrough(true).setCacheLoaderFactory(new SingletonFactory<>(new CacheLoader<String, String>() {
            @Override
            public @Nullable String load(String key) {
                return value;
            }

            @Override
            public Map<String, String> loadAll(Iterable<? extends String> keys) {
                Map<String, String> loaded = new HashMap<>();
                keys.forEach(key -> loaded.put(key, value));
                return loaded;
            }
        }));
    }

    static void writing(KetchConfiguration<String, String> c) {
        c.setWriteThrough(true).setCacheWriterFactory(new SingletonFactory<>(new CacheWriter<String, String>() {
            @Override
            public void write(Cache.Entry<? extends String, ? extends String> entry) {}

            @Override
            public void writeAll(Collection<Cache.Entry<? extends String, ? extends String>> entries) {
                entries.clear();
            }

            @Override
            public void delete(Object key) {}

            @Override
            public void deleteAll(Collection<?> keys) {
                keys.clear();
            }
        }));
    }

    static void listening(KetchConfiguration<String, String> c) {
        c.addCacheEntryListenerConfiguration(new MutableCacheEntryListenerConfiguration<>(
                new SingletonFactory<>(new Listener()), null, false, true));
    }

    private static final class Listener
            implements CacheEntryCreatedListener<String, String>,
                    CacheEntryUpdatedListener<String, String>,
                    CacheEntryRemovedListener<String, String> {
        @Override
        public void onCreated(Iterable<CacheEntryEvent<? extends String, ? extends String>> events) {}

        @Override
        public void onUpdated(Iterable<CacheEntryEvent<? extends String, ? extends String>> events) {}

        @Override
        public void onRemoved(Iterable<CacheEntryEvent<? extends String, ? extends String>> events) {}
    }
}
