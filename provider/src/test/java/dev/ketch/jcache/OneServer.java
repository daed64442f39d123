// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import dev.ketch.KetchCachingProvider;
import dev.ketch.client.Fence;
import dev.ketch.client.MemcachedClient;
import dev.ketch.client.Server;
import dev.ketch.client.ServerState;
import dev.ketch.client.ServerStatus;
import dev.ketch.serialization.key.WireKeys;
import dev.ketch.testkit.MemcachedProcess;
import dev.ketch.testkit.proxy.Direction;
import dev.ketch.testkit.proxy.FaultProxy;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.cache.Cache;

/** One server and two JVMs on it: this one reaches it by a proxy, the other one undisturbed. */
final class OneServer implements AutoCloseable {
    private static final String CACHE = "orders";
    private static final String NAMESPACE = "one";

    final MemcachedProcess process;
    final FaultProxy proxy;
    private final KetchCachingProvider providerHere = new KetchCachingProvider();
    private final KetchCachingProvider providerThere = new KetchCachingProvider();
    final Cache<String, Long> here;
    final Cache<String, Long> there;
    final MemcachedClient client;
    final Server server;

    /** @param options of this JVM, as in a URI: {@code a=b&c=d} */
    OneServer(MemcachedProcess process, String options) {
        this.process = process;
        this.proxy = FaultProxy.to(process.host(), process.port());
        this.here = open(providerHere, proxy.address(), options);
        this.there = open(providerThere, process.address(), "timeout=10s&connectTimeout=10s");
        this.client = here.unwrap(MemcachedClient.class);
        this.server = client.servers().get(0);
    }

    private static Cache<String, Long> open(KetchCachingProvider provider, String address, String options) {
        URI uri = URI.create("memcached://" + address + "/" + NAMESPACE + "?" + options);
        return provider.getCacheManager(uri, null).createCache(CACHE, Jvms.<String, Long>plain());
    }

    /** Entries {@code k0}, {@code k1} and so on with this value. */
    static Map<String, Long> entries(int count, long value) {
        return IntStream.range(0, count).boxed().collect(Collectors.toMap(i -> "k" + i, i -> value));
    }

    /** A write of this JVM that was not sent, whatever the server's state. */
    void drop(String key) {
        WireKeys keys = WireKeys.of(NAMESPACE, CACHE);
        client.dropped(server, keys.encode(key).bytes(), new Fence(keys.generationKey()));
    }

    /** Lets every request take a while, so that there is time to look before a repair is done. */
    void slowDown() {
        proxy.all().delay(Direction.TO_SERVER, Duration.ofMillis(20));
    }

    ServerStatus status() {
        return client.status(server);
    }

    void awaitOutOfUse() {
        Awaiting.until(() -> {
            here.get("any");
            return !status().state().admitsCalls();
        });
    }

    void awaitRepaired() {
        Awaiting.until(() -> status().state() == ServerState.UP && status().journal() == 0);
    }

    @Override
    public void close() {
        providerHere.close();
        providerThere.close();
        proxy.close();
        process.close();
    }
}
