// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ketch.testkit.MemcachedProcess;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.cache.Cache;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Entry processors that use the cache themselves, each the other's key: they must not wait for each other for ever. */
@Timeout(60)
class CrosswiseProcessorsTest {

    private static String putOther(Cache<String, String> cache, CyclicBarrier barrier, String own, String other) {
        boolean[] waited = {false};
        cache.invoke(own, (entry, arguments) -> {
            if (!waited[0]) {
                waited[0] = true;
                try {
                    barrier.await(10, TimeUnit.SECONDS);
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }
            cache.getAndPut(other, "from " + own);
            entry.setValue("own " + own);
            return null;
        });
        return own;
    }

    @Test
    void bothEnd() throws Exception {
        try (MemcachedProcess server = MemcachedProcess.start();
                Jvms jvms = new Jvms(server)) {
            Cache<String, String> cache = jvms.open("orders");
            CyclicBarrier barrier = new CyclicBarrier(2);
            ExecutorService executor = Executors.newFixedThreadPool(2);
            Future<String> one = executor.submit(() -> putOther(cache, barrier, "a", "b"));
            Future<String> two = executor.submit(() -> putOther(cache, barrier, "b", "a"));
            executor.shutdown();
            assertThat(one.get(50, TimeUnit.SECONDS)).isEqualTo("a");
            assertThat(two.get(50, TimeUnit.SECONDS)).isEqualTo("b");
            assertThat(cache.get("a")).isIn("own a", "from b");
            assertThat(cache.get("b")).isIn("own b", "from a");
        }
    }
}
