// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ketch.testkit.MemcachedProcess;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import javax.cache.Cache;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a cache may lose: entries that memcached evicts, and all of them when it is restarted. Nothing else is. */
@Timeout(60)
class LossTest {
    private static final int SIZE = 10_000;

    /** Bytes that cannot be compressed, another array for each number. */
    private static byte[] value(int i) {
        byte[] value = new byte[SIZE];
        new Random(i).nextBytes(value);
        return value;
    }

    @Test
    void whatDoesNotFitIsEvictedAndIsAMissNeverAnotherValue() {
        try (MemcachedProcess small = MemcachedProcess.builder().memoryMb(8).start();
                Jvms jvms = new Jvms("?timeout=20s", small)) {
            Cache<Integer, byte[]> cache = jvms.open("large");
            int lost = 0;
            for (int i = 0; i < 2000; i++) {
                cache.put(i, value(i));
                // The counter is read along with each packet, which keeps it: nobody else's entries go with it.
                assertThat(cache.get(i)).isEqualTo(value(i));
            }
            for (int i = 0; i < 2000; i++) {
                byte[] found = cache.get(i);
                if (found == null) {
                    lost++;
                } else {
                    assertThat(found).isEqualTo(value(i));
                }
            }
            assertThat(lost).isBetween(1000, 1999);
            assertThat(Long.parseLong(small.stats().get("evictions"))).isPositive();
        }
    }

    @Test
    void aRestartLosesEverythingAndNothingIsBrokenByIt() {
        try (MemcachedProcess server = MemcachedProcess.start();
                Jvms jvms = new Jvms("?timeout=20s&connectTimeout=20s", server)) {
            Cache<String, String> here = jvms.open("c");
            Cache<String, String> there = jvms.openElsewhere("c");
            Map<String, String> entries = new HashMap<>();
            for (int i = 0; i < 100; i++) {
                entries.put("k" + i, "v" + i);
            }
            here.putAll(entries);
            assertThat(there.getAll(entries.keySet())).isEqualTo(entries);
            server.restart();
            Awaiting.until(() -> !here.containsKey("none") && !there.containsKey("none"));
            assertThat(here.getAll(entries.keySet())).isEmpty();
            assertThat(there.getAll(entries.keySet())).isEmpty();
            Awaiting.until(() -> here.putIfAbsent("k1", "anew"));
            assertThat(there.get("k1")).isEqualTo("anew");
        }
    }
}
