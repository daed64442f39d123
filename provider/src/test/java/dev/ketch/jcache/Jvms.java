// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import dev.ketch.KetchCachingProvider;
import dev.ketch.client.Exchange;
import dev.ketch.client.MemcachedClient;
import dev.ketch.client.MemcachedClients;
import dev.ketch.client.Outcome;
import dev.ketch.client.protocol.Request;
import dev.ketch.client.protocol.Response;
import dev.ketch.config.KetchSettings;
import dev.ketch.serialization.key.WireKeys;
import dev.ketch.testkit.MemcachedProcess;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.cache.configuration.Configuration;
import javax.cache.configuration.MutableConfiguration;

/**
 * Two providers on the same servers and in the same namespace: what two JVMs are to each other. And a client that looks
 * past the caches at the items themselves.
 */
final class Jvms implements AutoCloseable {
    private static final AtomicInteger NAMESPACES = new AtomicInteger();
    final String namespace = "ns" + NAMESPACES.incrementAndGet();
    final URI uri;
    final KetchCachingProvider first = new KetchCachingProvider();
    final KetchCachingProvider second = new KetchCachingProvider();
    final MemcachedClient raw;

    Jvms(MemcachedProcess... servers) {
        this("", servers);
    }

    Jvms(String query, MemcachedProcess... servers) {
        String list = Stream.of(servers).map(MemcachedProcess::address).collect(Collectors.joining(","));
        this.uri = URI.create("memcached://" + list + "/" + namespace + patient(query));
        this.raw = MemcachedClients.open(KetchSettings.of(uri, null).client());
    }

    /** Where a test says nothing else, a machine that stalls is waited for: what takes too long would pass for absent. */
    private static String patient(String query) {
        StringBuilder all = new StringBuilder(query);
        for (String option : List.of("timeout=20s", "connectTimeout=20s")) {
            String name = option.substring(0, option.indexOf('=') + 1);
            if (!query.contains("?" + name) && !query.contains("&" + name)) {
                all.append(all.isEmpty() ? '?' : '&').append(option);
            }
        }
        return all.toString();
    }

    static <K, V> MutableConfiguration<K, V> plain() {
        return new MutableConfiguration<K, V>();
    }

    <K, V> JCache<K, V> open(String name) {
        return open(name, plain());
    }

    <K, V> JCache<K, V> open(String name, Configuration<K, V> configuration) {
        return (JCache<K, V>) first.getCacheManager(uri, null).createCache(name, configuration);
    }

    <K, V> JCache<K, V> openElsewhere(String name) {
        return openElsewhere(name, plain());
    }

    <K, V> JCache<K, V> openElsewhere(String name, Configuration<K, V> configuration) {
        return (JCache<K, V>) second.getCacheManager(uri, null).createCache(name, configuration);
    }

    WireKeys keys(String cache) {
        return WireKeys.of(namespace, cache);
    }

    byte[] wireKey(String cache, Object key) {
        return keys(cache).encode(key).bytes();
    }

    /** Sends one request to the owner of its key. */
    Response send(Request request) {
        Exchange exchange = new Exchange(raw.serverOf(request.key()), List.of(request));
        raw.run(exchange);
        if (exchange.outcome() != Outcome.ANSWERED) {
            throw new IllegalStateException(exchange.problem());
        }
        return Objects.requireNonNull(exchange.response(0));
    }

    /** The item of an entry as it is in memcached. */
    Response item(String cache, Object key) {
        return send(Request.get(wireKey(cache, key)));
    }

    @Override
    public void close() {
        first.close();
        second.close();
        raw.close();
    }
}
