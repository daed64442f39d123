// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.cache.Cache;
import javax.cache.expiry.AccessedExpiryPolicy;
import javax.cache.expiry.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An entry that is accessed by who read it while it lived: once found gone, it does not come back by that. */
@Timeout(60)
class AccessAfterExpiryTest extends JvmsOnOneServer {
    private static final long LIFE = TimeUnit.MINUTES.toMillis(10);

    private final AtomicLong clock = new AtomicLong(System.currentTimeMillis());
    private JCache<String, String> cache;

    @BeforeEach
    void openCache() {
        Duration life = new Duration(TimeUnit.MILLISECONDS, LIFE);
        cache = new JCache<>(
                jvms.open(
                                "c",
                                Jvms.<String, String>plain()
                                        .setExpiryPolicyFactory(AccessedExpiryPolicy.factoryOf(life)))
                        .context,
                clock::get);
        cache.put("k", "v");
    }

    @Test
    void byAnIterator() {
        Iterator<Cache.Entry<String, String>> iterator = cache.iterator();
        assertThat(iterator.hasNext()).isTrue();
        clock.addAndGet(LIFE);
        assertThat(cache.get("k")).isNull();
        assertThat(iterator.next().getValue()).isEqualTo("v");
        assertThat(cache.get("k")).isNull();
        assertThat(cache.putIfAbsent("k", "new")).isTrue();
    }

    @Test
    void byAProcessor() {
        String seen = cache.invoke("k", (entry, arguments) -> {
            String value = entry.getValue();
            clock.addAndGet(LIFE);
            return value;
        });
        assertThat(seen).isEqualTo("v");
        assertThat(cache.get("k")).isNull();
    }

    @Test
    void whoIsInTimeMovesTheDeadline() {
        Iterator<Cache.Entry<String, String>> iterator = cache.iterator();
        clock.addAndGet(LIFE - 1);
        assertThat(iterator.next().getValue()).isEqualTo("v");
        clock.addAndGet(LIFE - 1);
        assertThat(cache.get("k")).isEqualTo("v");
    }
}
