// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import dev.ketch.jcache.store.Availability;
import dev.ketch.jcache.store.EntryStore;
import dev.ketch.jcache.store.Failures;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import javax.cache.event.EventType;

/** Puts together what the operations of one cache share. */
final class CoreAssembly {
    private CoreAssembly() {}

    static <K, V> CacheCore<K, V> of(
            CacheContext<K, V> context, UserParts<K, V> parts, JCache<K, V> source, LongSupplier clock) {
        CacheConfig<K, V> config = context.config();
        Failures failures = new Failures(context.name());
        EntryStore store = new EntryStore(
                context.name(),
                context.client(),
                context.keys(),
                context.serializer(),
                context.compression(),
                context.signer(),
                failures,
                new Availability(
                        context.client(), config.onUnavailable(), context.keys().counterKey(), AtWork::isOperation),
                clock);
        // Nobody would hear of entries that memcached ends.
        boolean canSlide = store.canSlide() && !config.isSlidingExact();
        BooleanSupplier mayBeLate = () -> canSlide && !context.events().listensTo(EventType.EXPIRED);
        UserCalls calls = new UserCalls(context.name(), parts.canBeClosed());
        return new CacheCore<>(
                context.name(),
                source,
                store,
                new Expiry(context.name(), parts.policy(), calls, config.defaultDuration(), mayBeLate, clock),
                context.events(),
                context.statistics(),
                parts.loader(),
                config.isReadThrough(),
                parts.writer() == null ? null : new WriteThrough<>(context.name(), parts.writer(), calls),
                calls,
                new KeyLocks(),
                new Turns(),
                new Loads(),
                clock);
    }
}
