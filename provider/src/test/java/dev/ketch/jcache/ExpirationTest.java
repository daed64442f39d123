// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.cache.Cache;
import javax.cache.configuration.FactoryBuilder;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.event.CacheEntryExpiredListener;
import javax.cache.expiry.AccessedExpiryPolicy;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;
import javax.cache.expiry.EternalExpiryPolicy;
import javax.cache.expiry.ExpiryPolicy;
import javax.cache.expiry.ModifiedExpiryPolicy;
import javax.cache.expiry.TouchedExpiryPolicy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ExpirationTest extends JvmsOnOneServer {
    private static final Duration SHORT = new Duration(TimeUnit.MILLISECONDS, 150);
    private static final Duration LONG = new Duration(TimeUnit.MINUTES, 10);

    /** Answers whatever is set, {@code null} included, and counts the questions. */
    private static final class Settable implements ExpiryPolicy {
        @Nullable
        Duration creation = Duration.ETERNAL;

        @Nullable
        Duration access;

        @Nullable
        Duration update;

        boolean broken;
        int asked;

        private @Nullable Duration answer(@Nullable Duration duration) {
            asked++;
            if (broken) {
                throw new IllegalStateException("broken on purpose");
            }
            return duration;
        }

        @Override
        public @Nullable Duration getExpiryForCreation() {
            return answer(creation);
        }

        @Override
        public @Nullable Duration getExpiryForAccess() {
            return answer(access);
        }

        @Override
        public @Nullable Duration getExpiryForUpdate() {
            return answer(update);
        }
    }

    private static MutableConfiguration<String, String> with(ExpiryPolicy policy) {
        return Jvms.<String, String>plain().setExpiryPolicyFactory(() -> policy);
    }

    /** However slow the machine: a look that ends before the deadline finds it, one that begins after does not. */
    @Test
    void anEntryLivesToTheMillisecond() {
        Cache<String, String> cache = jvms.open("c", with(new CreatedExpiryPolicy(SHORT)));
        for (int i = 0; i < 3; i++) {
            long before = System.currentTimeMillis();
            cache.put("k" + i, "v");
            long after = System.currentTimeMillis();
            long begun;
            do {
                begun = System.currentTimeMillis();
                boolean there = cache.containsKey("k" + i);
                long ended = System.currentTimeMillis();
                if (ended < before + 150) {
                    assertThat(there).as("%d ms after the put", ended - before).isTrue();
                } else if (begun > after + 150) {
                    assertThat(there).as("%d ms after the put", begun - after).isFalse();
                }
            } while (begun <= after + 150);
        }
    }

    @Test
    void anExpiredEntryIsAbsentToEveryOperation() {
        Settable policy = new Settable();
        policy.creation = new Duration(TimeUnit.MILLISECONDS, 1);
        Cache<String, String> cache = jvms.open("c", with(policy));
        for (String key : List.of("a", "b", "c", "d", "e", "f", "g")) {
            cache.put(key, "v");
        }
        Awaiting.until(() -> !cache.containsKey("g"));
        assertThat(cache.get("a")).isNull();
        assertThat(cache.getAll(Set.of("a", "b"))).isEmpty();
        assertThat(cache.replace("a", "x")).isFalse();
        assertThat(cache.replace("a", "v", "x")).isFalse();
        assertThat(cache.remove("a")).isFalse();
        assertThat(cache.remove("b", "v")).isFalse();
        assertThat(cache.getAndRemove("c")).isNull();
        assertThat(cache.getAndReplace("d", "x")).isNull();
        assertThat(cache).isEmpty();
        assertThat(cache.<Boolean>invoke("e", (entry, arguments) -> entry.exists()))
                .isFalse();
        policy.creation = Duration.ETERNAL;
        assertThat(cache.getAndPut("f", "new")).isNull();
        assertThat(cache.putIfAbsent("g", "new")).isTrue();
        assertThat(cache.getAll(Set.of("f", "g"))).isEqualTo(Map.of("f", "new", "g", "new"));
    }

    @Test
    void nullFromThePolicyLeavesTheDeadline() {
        Settable policy = new Settable();
        policy.creation = LONG;
        Cache<String, String> cache = jvms.open("c", with(policy));
        cache.put("k", "1");
        long ttl = ttl("k");
        assertThat(ttl).isBetween(590L, 602L);
        cache.put("k", "2");
        cache.replace("k", "3");
        cache.get("k");
        assertThat(ttl("k")).isBetween(580L, 602L);
        policy.update = Duration.ETERNAL;
        cache.put("k", "4");
        assertThat(ttl("k")).isEqualTo(-1);
    }

    @Test
    void zeroRemovesAtOnce() {
        Settable policy = new Settable();
        Cache<String, String> cache = jvms.open("c", with(policy));
        cache.put("k", "1");
        policy.update = Duration.ZERO;
        assertThat(cache.getAndPut("k", "2")).isEqualTo("1");
        assertThat(cache.containsKey("k")).isFalse();
        cache.put("k", "3");
        policy.access = Duration.ZERO;
        assertThat(cache.get("k")).isEqualTo("3");
        assertThat(cache.get("k")).isNull();
        cache.putAll(Map.of("a", "1", "b", "2"));
        assertThat(cache.getAll(Set.of("a", "b"))).hasSize(2);
        assertThat(cache.getAll(Set.of("a", "b"))).isEmpty();
        policy.creation = Duration.ZERO;
        cache.put("k", "4");
        cache.putAll(Map.of("a", "1", "b", "2"));
        assertThat(cache.putIfAbsent("k", "5")).isFalse();
        assertThat(cache).isEmpty();
    }

    @Test
    void anAccessMovesTheDeadline() {
        for (ExpiryPolicy policy : List.of(new AccessedExpiryPolicy(LONG), new TouchedExpiryPolicy(LONG))) {
            String name = policy.getClass().getSimpleName();
            Cache<String, String> plain = jvms.open(name, with(new CreatedExpiryPolicy(Duration.ONE_MINUTE)));
            Cache<String, String> sliding = jvms.openElsewhere(name, with(policy));
            plain.put("k", "v");
            assertThat(sliding.get("k")).isEqualTo("v");
            plain.put("m", "v");
            assertThat(sliding.getAll(Set.of("m"))).hasSize(1);
            plain.put("n", "v");
            sliding.forEach(entry -> {});
            assertThat(ttl(name, "k")).isGreaterThan(500);
            assertThat(ttl(name, "m")).isGreaterThan(500);
            assertThat(ttl(name, "n")).isGreaterThan(500);
            assertThat(plain.get("k")).isEqualTo("v");
        }
    }

    @Test
    void thirtyDaysAndMore() {
        for (int days : new int[] {29, 30, 31, 400, 3650}) {
            String name = "days" + days;
            Cache<String, String> cache =
                    jvms.open(name, with(new ModifiedExpiryPolicy(new Duration(TimeUnit.DAYS, days))));
            cache.put("k", "v");
            assertThat(cache.get("k")).isEqualTo("v");
            assertThat(ttl(name, "k")).as("%d days", days).isBetween(days * 86_400L - 5, days * 86_400L + 5);
        }
        Cache<String, String> cache =
                jvms.open("centuries", with(new CreatedExpiryPolicy(new Duration(TimeUnit.DAYS, 365_000))));
        cache.put("k", "v");
        assertThat(cache.get("k")).isEqualTo("v");
        assertThat(ttl("centuries", "k")).isEqualTo(-1);
    }

    @Test
    void aPolicyThatThrowsMakesEternalEntries() {
        Settable policy = new Settable();
        policy.broken = true;
        Cache<String, String> cache = jvms.open("c", with(policy));
        cache.put("k", "1");
        assertThat(cache.get("k")).isEqualTo("1");
        cache.put("k", "2");
        assertThat(cache.get("k")).isEqualTo("2");
        assertThat(ttl("k")).isEqualTo(-1);
    }

    @Test
    void thePolicyIsAskedOnceThoughTheOperationRepeats() {
        Settable policy = new Settable();
        Cache<String, String> cache = jvms.open("c", with(policy));
        Cache<String, String> other = jvms.openElsewhere("c");
        cache.put("k", "1");
        policy.asked = 0;
        int[] runs = {0};
        cache.invoke("k", (entry, arguments) -> {
            if (runs[0]++ < 3) {
                other.put("k", "theirs" + runs[0]);
            }
            entry.setValue("mine");
            return null;
        });
        assertThat(runs[0]).isEqualTo(4);
        assertThat(policy.asked).isEqualTo(1);
        assertThat(other.get("k")).isEqualTo("mine");
    }

    @Test
    void whoFindsAnExpiredEntryTellsHisListenersOnce() {
        List<String> heard = new CopyOnWriteArrayList<>();
        CacheEntryExpiredListener<String, String> listener =
                events -> events.forEach(event -> heard.add(event.getKey() + "=" + event.getOldValue()));
        MutableConfiguration<String, String> configuration = with(new CreatedExpiryPolicy(SHORT));
        configuration.addCacheEntryListenerConfiguration(new MutableCacheEntryListenerConfiguration<>(
                new FactoryBuilder.SingletonFactory<>(listener), null, true, true));
        Cache<String, String> cache = jvms.open("c", configuration);
        cache.put("k", "v");
        Awaiting.until(() -> cache.get("k") == null);
        assertThat(cache.get("k")).isNull();
        assertThat(heard).containsExactly("k=v");
    }

    @Test
    void eternalEntriesHaveNoExpiry() {
        jvms.<String, String>open("c", with(new EternalExpiryPolicy())).put("k", "v");
        assertThat(ttl("k")).isEqualTo(-1);
    }

    private long ttl(String key) {
        return ttl("c", key);
    }

    /** Seconds that the server still keeps an item, -1 for ever, by its text protocol. */
    private long ttl(String cache, String key) {
        String wireKey = new String(jvms.wireKey(cache, key), StandardCharsets.US_ASCII);
        try (Socket socket = new Socket(server.host(), server.port());
                BufferedReader reader =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
            socket.getOutputStream().write(("mg " + wireKey + " t\r\n").getBytes(StandardCharsets.US_ASCII));
            String line = reader.readLine();
            assertThat(line).startsWith("HD t");
            return Long.parseLong(line.substring(4).trim());
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
