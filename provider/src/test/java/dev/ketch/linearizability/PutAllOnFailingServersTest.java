// SPDX-License-Identifier: Apache-2.0
package dev.ketch.linearizability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ketch.KetchCachingProvider;
import dev.ketch.ServerUnavailableException;
import dev.ketch.client.MemcachedClient;
import dev.ketch.client.Server;
import dev.ketch.serialization.key.WireKeys;
import dev.ketch.testkit.MemcachedProcess;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.cache.Cache;
import javax.cache.configuration.MutableConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What fails on one server keeps no other server's entries from being written. */
@Timeout(60)
class PutAllOnFailingServersTest {
    private static Cache<String, Long> open(KetchCachingProvider provider, List<MemcachedProcess> servers) {
        String list = servers.get(0).address() + "," + servers.get(1).address();
        URI uri = URI.create("memcached://" + list + "/batch?onUnavailable=fail&timeout=10s&connectTimeout=10s");
        return provider.getCacheManager(uri, null).createCache("register", new MutableConfiguration<>());
    }

    private static String keyOf(MemcachedClient client, Server server) {
        WireKeys keys = WireKeys.of("batch", "register");
        return Stream.iterate(0, i -> i + 1)
                .map(i -> "k" + i)
                .filter(key -> client.serverOf(keys.encode(key).bytes()).equals(server))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whatWasWrittenInVainIsWrittenAgainThoughAnotherServerFails() {
        try (MemcachedProcess one = MemcachedProcess.start();
                MemcachedProcess two = MemcachedProcess.start();
                KetchCachingProvider first = new KetchCachingProvider();
                KetchCachingProvider second = new KetchCachingProvider()) {
            Cache<String, Long> here = open(first, List.of(one, two));
            Cache<String, Long> there = open(second, List.of(one, two));
            MemcachedClient client = here.unwrap(MemcachedClient.class);
            String reached = keyOf(client, client.servers().get(0));
            String lost = keyOf(client, client.servers().get(1));
            here.putAll(Map.of(reached, 1L, lost, 1L));
            // This JVM does not know that its generation is over.
            there.clear();
            there.put(reached, 2L);
            client.markOffline(client.servers().get(1));
            assertThatThrownBy(() -> here.putAll(Map.of(reached, 3L, lost, 3L)))
                    .isInstanceOf(ServerUnavailableException.class)
                    .hasMessageContaining("OFFLINE");
            assertThat(there.get(reached)).isEqualTo(3L);
        }
    }
}
