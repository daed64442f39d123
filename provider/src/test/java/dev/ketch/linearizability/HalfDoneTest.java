// SPDX-License-Identifier: Apache-2.0
package dev.ketch.linearizability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ketch.UnknownOutcomeException;
import dev.ketch.client.MemcachedClient;
import dev.ketch.client.ResultStatus;
import dev.ketch.serialization.key.WireKeys;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Puts that are written twice, and what may happen after the first time. */
@Timeout(60)
class HalfDoneTest extends BetweenFrames {
    /** A put of a JVM that does not know of a clear is written again; what was there before is gone even if that fails. */
    @Test
    void aPutThatIsWrittenInVainAndNotAgainIsUnknown() {
        here.put("k", 1L);
        there.clear();
        there.put("k", 2L);
        MemcachedClient client = here.unwrap(MemcachedClient.class);
        // The second frame reads the generation.
        relay.before(2, () -> client.markOffline(client.servers().get(0)));
        assertThatThrownBy(() -> here.put("k", 3L))
                .isInstanceOf(UnknownOutcomeException.class)
                .hasMessageContaining("OFFLINE");
        assertThat(there.get("k")).isNull();
    }

    /** The same for each key of a batch. */
    @Test
    void aBatchThatIsWrittenInVainAndNotAgainIsUnknown() {
        here.put("k", 1L);
        there.clear();
        there.put("k", 2L);
        MemcachedClient client = here.unwrap(MemcachedClient.class);
        // The third frame reads the generation for the second time.
        relay.before(3, () -> client.markOffline(client.servers().get(0)));
        assertThatThrownBy(() -> here.putAll(Map.of("k", 3L)))
                .isInstanceOf(UnknownOutcomeException.class)
                .hasMessageContaining("OFFLINE");
        assertThat(there.get("k")).isNull();
    }

    /** What somebody has seen and replaced does not come back because the counter was evicted. */
    @Test
    void aPutWhoseCounterIsLostIsNotWrittenOverWhatIsLater() {
        here.put("k", 1L);
        MemcachedClient client = there.unwrap(MemcachedClient.class);
        String counter = new String(WireKeys.of("between", "register").generationKey(), StandardCharsets.US_ASCII);
        relay.before(2, () -> {
            assertThat(there.get("k")).isEqualTo(2L);
            assertThat(client.delete(counter).status()).isEqualTo(ResultStatus.OK);
            there.put("k", 3L);
        });
        here.put("k", 2L);
        assertThat(relay.disarm()).isTrue();
        assertThat(there.get("k")).isEqualTo(3L);
        assertThat(here.get("k")).isEqualTo(3L);
    }
}
