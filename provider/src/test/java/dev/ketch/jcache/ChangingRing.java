// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import dev.ketch.client.ClientSettings.Node;
import dev.ketch.client.MemcachedClient;
import dev.ketch.testkit.MemcachedProcess;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.cache.Cache;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Caches on two or three servers, and lists of these that change. */
abstract class ChangingRing {
    static final int KEYS = 100;
    static final String FAST = "?firstProbe=50ms&longestProbe=100ms";

    MemcachedProcess one;
    MemcachedProcess two;
    MemcachedProcess three;

    @BeforeEach
    void start() {
        one = MemcachedProcess.start();
        two = MemcachedProcess.start();
        three = MemcachedProcess.start();
    }

    @AfterEach
    void stop() {
        List.of(one, two, three).forEach(MemcachedProcess::close);
    }

    static void change(Cache<?, ?> cache, MemcachedProcess... servers) {
        cache.unwrap(MemcachedClient.class).changeServers(nodes(servers));
    }

    static List<Node> nodes(MemcachedProcess... servers) {
        return Arrays.stream(servers).map(s -> new Node(s.host(), s.port(), 1)).toList();
    }

    static void putAll(Cache<String, Integer> cache, int value) {
        Map<String, Integer> all = new HashMap<>();
        for (int i = 0; i < KEYS; i++) {
            all.put("k" + i, value);
        }
        cache.putAll(all);
    }

    /** How many of the keys have a value, by value. */
    static Map<Integer, Long> found(Cache<String, Integer> cache) {
        Map<Integer, Long> found = new HashMap<>();
        for (int i = 0; i < KEYS; i++) {
            Integer value = cache.get("k" + i);
            if (value != null) {
                found.merge(value, 1L, Long::sum);
            }
        }
        return found;
    }
}
