// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ketch.KetchCachingProvider;
import dev.ketch.ServerUnavailableException;
import dev.ketch.client.MemcachedClient;
import dev.ketch.client.Server;
import dev.ketch.testkit.MemcachedProcess;
import dev.ketch.testkit.proxy.Direction;
import dev.ketch.testkit.proxy.FaultProxy;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import javax.cache.Cache;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A key whose write was not answered and may still be done, on a server that otherwise serves. */
@Timeout(60)
class DoubtfulKeysTest {
    @Test
    void readsMissItAndConditionalOperationsRefuseItUntilItIsRepaired() {
        try (MemcachedProcess process = MemcachedProcess.start();
                FaultProxy proxy = FaultProxy.to(process.host(), process.port());
                KetchCachingProvider provider = new KetchCachingProvider()) {
            URI uri = URI.create("memcached://" + proxy.address() + "/doubt?timeout=1s&connectTimeout=10s");
            Cache<String, Integer> cache =
                    provider.getCacheManager(uri, null).createCache("orders", Jvms.<String, Integer>plain());
            MemcachedClient client = cache.unwrap(MemcachedClient.class);
            Server only = client.servers().get(0);
            Awaiting.until(() -> {
                cache.put("k", 1);
                return client.status(only).journal() == 0 && Integer.valueOf(1).equals(cache.get("k"));
            });
            proxy.present().hold(Direction.TO_SERVER);
            cache.put("k", 2);
            assertThat(client.status(only).journal()).isEqualTo(1);
            Awaiting.until(() -> {
                cache.put("other", 3);
                return Integer.valueOf(3).equals(cache.get("other"));
            });
            assertThat(cache.get("k")).isNull();
            assertThat(cache.containsKey("k")).isFalse();
            assertThat(cache.getAll(Set.of("k", "other"))).isEqualTo(Map.of("other", 3));
            assertThatThrownBy(() -> cache.putIfAbsent("k", 4))
                    .isInstanceOf(ServerUnavailableException.class)
                    .hasMessageContainingAll("cache [orders]", "key [k]", proxy.address(), "waits to be repaired");
            assertThatThrownBy(() -> cache.getAndPut("k", 4)).isInstanceOf(ServerUnavailableException.class);
            proxy.heal();
            Awaiting.until(() -> client.status(only).journal() == 0);
            assertThat(cache.get("k")).isNull();
            assertThat(cache.putIfAbsent("k", 5)).isTrue();
            assertThat(cache.get("k")).isEqualTo(5);
        }
    }
}
