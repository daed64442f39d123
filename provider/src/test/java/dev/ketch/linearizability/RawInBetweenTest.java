// SPDX-License-Identifier: Apache-2.0
package dev.ketch.linearizability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ketch.KetchCachingProvider;
import dev.ketch.KetchConfiguration;
import dev.ketch.UnknownOutcomeException;
import dev.ketch.client.MemcachedClient;
import dev.ketch.testkit.MemcachedProcess;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import javax.cache.Cache;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What another JVM may do between the frames of an operation on a raw cache, whose items count from their CAS on. */
@Timeout(60)
class RawInBetweenTest {
    private final MemcachedProcess server = MemcachedProcess.start("-t", "1");
    private final KetchCachingProvider first = new KetchCachingProvider();
    private final KetchCachingProvider second = new KetchCachingProvider();
    private FrameRelay relay;
    private Cache<String, String> here;
    private Cache<String, String> there;

    @BeforeEach
    void open() throws IOException {
        relay = new FrameRelay(server.host(), server.port());
        here = open(first, relay.address());
        there = open(second, server.address());
        here.put("k", "1");
    }

    private static Cache<String, String> open(KetchCachingProvider provider, String address) {
        URI uri = URI.create("memcached://" + address + "/between?onUnavailable=fail&timeout=10s&connectTimeout=10s");
        return provider.getCacheManager(uri, null)
                .createCache("raw", new KetchConfiguration<String, String>().setSerializer("string"));
    }

    @AfterEach
    void close() throws IOException {
        first.close();
        second.close();
        relay.close();
        server.close();
    }

    /** Of a clear that this JVM does not know of: its item counts at once, and is not written again over another's. */
    @Test
    void aPutIsDoneOnce() {
        there.clear();
        relay.before(2, () -> assertThat(there.replace("k", "2", "3")).isTrue());
        here.put("k", "2");
        assertThat(relay.disarm()).isTrue();
        assertThat(there.get("k")).isEqualTo("3");

        there.clear();
        // The counter, the item, the counter.
        relay.before(3, () -> assertThat(there.replace("k", "4", "5")).isTrue());
        here.putAll(Map.of("k", "4"));
        assertThat(relay.disarm()).isTrue();
        assertThat(there.get("k")).isEqualTo("5");
    }

    @Test
    void whatWasSeenAndClearedIsNotPutAgain() {
        relay.before(2, () -> {
            assertThat(there.get("k")).isEqualTo("2");
            there.clear();
        });
        here.put("k", "2");
        assertThat(relay.disarm()).isTrue();
        assertThat(there.get("k")).isNull();

        assertThat(here.remove("k")).isFalse();
        relay.before(2, () -> {
            assertThat(there.get("k")).isEqualTo("3");
            there.clear();
        });
        assertThat(here.putIfAbsent("k", "3")).isTrue();
        assertThat(relay.disarm()).isTrue();
        assertThat(there.get("k")).isNull();
    }

    /** It counts although the cache was cleared before it, so it has to be deleted; who cannot do that knows nothing. */
    @Test
    void aChangeThatCannotBeTakenBackIsUnknown() {
        MemcachedClient client = here.unwrap(MemcachedClient.class);
        // The item, the counter, the item with its CAS, the counter.
        relay.before(3, () -> {
            there.clear();
            relay.before(1, () -> client.markOffline(client.servers().get(0)));
        });
        assertThatThrownBy(() -> here.replace("k", "1", "2"))
                .isInstanceOf(UnknownOutcomeException.class)
                .hasMessageContainingAll("key [k]", "could not be taken back", "OFFLINE");
        assertThat(there.get("k")).isEqualTo("2");
    }

    @Test
    void aRemovalGoesBeforeAClearThatCameIn() {
        // The counter, the item, the counter.
        relay.before(2, () -> there.clear());
        assertThat(here.remove("k")).isTrue();
        assertThat(relay.disarm()).isTrue();
        relay.before(2, () -> there.clear());
        assertThat(here.remove("k")).isFalse();
        assertThat(relay.disarm()).isTrue();
        relay.before(2, () -> there.put("k", "2"));
        assertThat(here.remove("k")).isTrue();
        assertThat(there.get("k")).isNull();
    }
}
