// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ketch.client.MemcachedClient;
import dev.ketch.client.Server;
import dev.ketch.client.ServerState;
import java.util.List;
import java.util.Map;
import javax.cache.Cache;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Caches whose list of servers changes: what moved is absent, and what moves back is never the copy of before. */
@Timeout(120)
class RingChangesTest extends ChangingRing {

    @Test
    void addAServerWriteAndRemoveItAgain() {
        try (Jvms jvms = new Jvms(FAST, one, two)) {
            List<Cache<String, Integer>> caches = List.of(jvms.open("orders"), jvms.openElsewhere("orders"));
            putAll(caches.get(0), 1);
            caches.forEach(cache -> change(cache, one, two, three));
            // What the new one does not own is as before.
            assertThat(found(caches.get(1)).get(1)).isBetween(KEYS / 3L, KEYS - 10L);
            putAll(caches.get(0), 2);
            assertThat(found(caches.get(1))).containsExactly(Map.entry(2, (long) KEYS));
            caches.forEach(cache -> change(cache, one, two));
            caches.forEach(cache -> assertThat(found(cache)).doesNotContainKey(1));
            putAll(caches.get(1), 3);
            caches.forEach(cache -> assertThat(found(cache)).containsExactly(Map.entry(3, (long) KEYS)));
        }
    }

    /** What the clearing is for: without it, the copies of before are read. */
    @Test
    void withKeepOldCopiesAreReadWhenAServerIsRemovedAgain() {
        try (Jvms jvms = new Jvms(FAST + "&onRingChange=keep", one, two)) {
            Cache<String, Integer> cache = jvms.open("orders");
            putAll(cache, 1);
            change(cache, one, two, three);
            putAll(cache, 2);
            change(cache, one, two);
            assertThat(found(cache)).containsKeys(1, 2);
        }
    }

    @Test
    void whoGainsKeysWhileItIsDownIsClearedBeforeItIsReadAgain() {
        try (Jvms jvms = new Jvms(FAST + "&timeout=500ms&connectTimeout=500ms", one, two)) {
            Cache<String, Integer> cache = jvms.open("orders");
            Cache<String, Integer> elsewhere = jvms.openElsewhere("orders");
            MemcachedClient client = cache.unwrap(MemcachedClient.class);
            putAll(cache, 1);
            change(cache, one, two, three);
            change(elsewhere, one, two, three);
            putAll(cache, 2);
            one.stop();
            Server first = client.servers().get(0);
            Awaiting.until(() -> {
                found(cache);
                return client.state(first) == ServerState.DOWN;
            });
            change(cache, one, two);
            change(elsewhere, one, two);
            assertThat(found(cache)).doesNotContainKey(1);
            one.cont();
            Awaiting.until(() -> {
                assertThat(found(cache)).doesNotContainKey(1);
                return client.state(first) == ServerState.UP
                        && client.status(first).journal() == 0;
            });
            assertThat(found(cache)).doesNotContainKey(1);
            assertThat(found(elsewhere)).doesNotContainKey(1);
        }
    }

    @Test
    void aCacheThatIsClosedMeanwhileFindsNothingOldWhenItIsOpenedAgain() {
        try (Jvms jvms = new Jvms(FAST, one, two)) {
            Cache<String, Integer> cache = jvms.open("orders");
            putAll(cache, 1);
            change(cache, one);
            putAll(cache, 2);
            MemcachedClient client = cache.unwrap(MemcachedClient.class);
            cache.close();
            client.changeServers(nodes(one, two));
            Cache<String, Integer> again = jvms.open("orders");
            assertThat(found(again)).doesNotContainKey(1);
        }
    }
}
