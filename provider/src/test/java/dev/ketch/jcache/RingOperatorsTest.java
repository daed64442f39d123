// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ketch.KetchCachingProvider;
import dev.ketch.client.MemcachedClient;
import dev.ketch.testkit.MemcachedProcess;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who has the list of servers of a cache manager changed: a file, and operators. */
@Timeout(120)
class RingOperatorsTest extends ChangingRing {
    @Test
    void aFileIsFollowed(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("servers");
        write(file, one);
        try (KetchCachingProvider provider = new KetchCachingProvider()) {
            CacheManager manager = provider.getCacheManager(
                    URI.create("memcached:///ring?serverFilePoll=20ms&serverFile=" + file), null);
            Cache<String, Integer> cache = manager.createCache("orders", Jvms.plain());
            MemcachedClient client = manager.unwrap(MemcachedClient.class);
            assertThat(cache.unwrap(MemcachedClient.class)).isSameAs(client);
            putAll(cache, 1);
            write(file, one, two);
            Awaiting.until(() -> client.servers().size() == 2);
            putAll(cache, 2);
            assertThat(found(cache)).containsExactly(Map.entry(2, (long) KEYS));
            // A file that cannot be understood, or is gone, changes nothing.
            Files.writeString(file, "nonsense");
            assertThatThrownBy(client::rereadServers).hasMessageContaining("line 1 [nonsense]");
            Files.delete(file);
            assertThatThrownBy(client::rereadServers).hasMessageContaining("does not exist");
            assertThat(client.servers()).hasSize(2);
            write(file, two);
            Awaiting.until(() -> client.servers().size() == 1);
            assertThat(found(cache)).doesNotContainKey(1);
        }
    }

    private static void write(Path file, MemcachedProcess... servers) throws IOException {
        Files.writeString(
                file, Arrays.stream(servers).map(s -> s.address() + "\t1\n").collect(Collectors.joining()));
    }

    @Test
    void operatorsSeeAndChangeTheListByJmx() throws Exception {
        try (Jvms jvms = new Jvms("", one)) {
            Cache<String, Integer> cache = jvms.open("orders");
            MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
            String manager = ",CacheManager=" + ObjectName.quote(jvms.uri.toString());
            ObjectName ring = new ObjectName("dev.ketch:type=Ring" + manager);
            ObjectName second =
                    new ObjectName("dev.ketch:type=Server" + manager + ",server=" + ObjectName.quote(two.address()));
            assertThat((String[]) beans.getAttribute(ring, "Servers")).containsExactly(one.address());
            assertThat(beans.getAttribute(ring, "Changed")).isEqualTo("");
            assertThat(beans.isRegistered(second)).isFalse();
            beans.invoke(
                    ring, "changeServers", new Object[] {one.address() + "," + two.address() + ":2"}, new String[] {
                        String.class.getName()
                    });
            Awaiting.until(() -> beans.isRegistered(second));
            assertThat((String[]) beans.getAttribute(ring, "Servers"))
                    .containsExactly(one.address(), two.address() + ":2");
            assertThat(beans.getAttribute(ring, "Changes")).isEqualTo(1L);
            assertThat((String) beans.getAttribute(ring, "Changed")).isNotEmpty();
            assertThat((String[]) beans.getAttribute(ring, "ClearedByLastChange"))
                    .containsExactly(two.address());
            putAll(cache, 1);
            for (Object state = ""; !state.equals("UP"); state = beans.getAttribute(second, "State")) {
                Thread.onSpinWait();
            }
            assertThatThrownBy(() -> beans.invoke(
                            ring, "changeServers", new Object[] {"h1:x"}, new String[] {String.class.getName()}))
                    .rootCause()
                    .hasMessageContaining("[h1:x]");
            change(cache, one);
            Awaiting.until(() -> !beans.isRegistered(second));
            jvms.first.close();
            assertThat(beans.isRegistered(ring)).isFalse();
        }
    }
}
