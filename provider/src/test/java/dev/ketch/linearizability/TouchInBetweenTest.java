// SPDX-License-Identifier: Apache-2.0
package dev.ketch.linearizability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ketch.KetchCache;
import dev.ketch.KetchCachingProvider;
import dev.ketch.client.Exchange;
import dev.ketch.client.MemcachedClient;
import dev.ketch.client.MemcachedClients;
import dev.ketch.client.protocol.Request;
import dev.ketch.client.protocol.Response;
import dev.ketch.config.KetchSettings;
import dev.ketch.serialization.key.WireKeys;
import dev.ketch.testkit.MemcachedProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.expiry.TouchedExpiryPolicy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Accesses that move deadlines, and what another JVM does between any two of their frames. Of an entry that the access
 * did not return it changes nothing: not the value, not the deadline, not how long memcached keeps it, nor that it is
 * gone.
 */
@Timeout(120)
class TouchInBetweenTest {
    private static final long TEN_MINUTES = 600;
    private static final long HOUR = 3600;
    /** Of an item's header. */
    private static final int DEADLINE_AT = 10;

    private interface Access {
        /** Returns the value it found. */
        @Nullable
        String of(KetchCache<String, String> cache);
    }

    private interface Visit {
        void by(KetchCache<String, String> cache);
    }

    private static final Map<String, Access> ACCESSES = new LinkedHashMap<>();
    private static final Map<String, Visit> VISITS = new LinkedHashMap<>();

    static {
        ACCESSES.put("get", cache -> cache.get("k"));
        ACCESSES.put("getAll", cache -> cache.getAll(Set.of("k")).get("k"));
        ACCESSES.put("iterator", cache -> {
            var iterator = cache.iterator();
            return iterator.hasNext() ? iterator.next().getValue() : null;
        });
        ACCESSES.put("invoke", cache -> cache.invoke("k", (entry, arguments) -> entry.getValue()));
        ACCESSES.put("replace wrong", cache -> {
            assertThat(cache.replace("k", "wrong", "x")).isFalse();
            // It does not tell what was there.
            return null;
        });
        VISITS.put("put for an hour", cache -> cache.put("k", "theirs", Duration.ofHours(1)));
        VISITS.put("put for ever", cache -> cache.put("k", "theirs", KetchCache.FOREVER));
        VISITS.put("put", cache -> cache.put("k", "theirs"));
        VISITS.put("remove", cache -> cache.remove("k"));
        VISITS.put("clear", cache -> cache.clear());
        VISITS.put("remove and put for an hour", cache -> {
            cache.remove("k");
            cache.put("k", "theirs", Duration.ofHours(1));
        });
        VISITS.put("clear and put for an hour", cache -> {
            cache.clear();
            cache.put("k", "theirs", Duration.ofHours(1));
        });
    }

    static Stream<String> accesses() {
        return ACCESSES.keySet().stream();
    }

    private final MemcachedProcess server = MemcachedProcess.start("-t", "1");
    private final KetchCachingProvider first = new KetchCachingProvider();
    private final KetchCachingProvider second = new KetchCachingProvider();
    private final MemcachedClient raw =
            MemcachedClients.open(KetchSettings.of(URI.create("memcached://" + server.address()), null)
                    .client());
    private FrameRelay relay;
    private KetchCache<String, String> here;
    private KetchCache<String, String> there;

    @BeforeEach
    void open() throws IOException {
        relay = new FrameRelay(server.host(), server.port());
        here = open(first, relay.address());
        there = open(second, server.address());
    }

    private static KetchCache<String, String> open(KetchCachingProvider provider, String address) {
        URI uri = URI.create("memcached://" + address + "/touch?onUnavailable=fail&timeout=10s&connectTimeout=10s");
        MutableConfiguration<String, String> touched = new MutableConfiguration<String, String>()
                .setExpiryPolicyFactory(
                        TouchedExpiryPolicy.factoryOf(new javax.cache.expiry.Duration(TimeUnit.SECONDS, TEN_MINUTES)));
        return provider.getCacheManager(uri, null).createCache("c", touched).<KetchCache<String, String>>unwrap(type());
    }

    @SuppressWarnings("unchecked")
    private static Class<KetchCache<String, String>> type() {
        return (Class<KetchCache<String, String>>) (Class<?>) KetchCache.class;
    }

    @AfterEach
    void close() throws IOException {
        first.close();
        second.close();
        raw.close();
        relay.close();
        server.close();
    }

    /** What memcached has under the key. */
    private record Found(@Nullable String value, long deadline, long secondsLeft) {}

    private Found look() throws IOException {
        String value = there.containsKey("k")
                ? there.<String>invoke("k", (entry, arguments) -> entry.exists() ? "present" : null)
                : null;
        byte[] key = WireKeys.of("touch", "c").encode("k").bytes();
        Exchange exchange = new Exchange(raw.serverOf(key), java.util.List.of(Request.get(key)));
        raw.run(exchange);
        Response item = Objects.requireNonNull(exchange.response(0));
        long deadline = value == null ? 0 : ByteBuffer.wrap(item.value()).getLong(DEADLINE_AT);
        long left = value == null ? 0 : secondsLeft(new String(key, StandardCharsets.US_ASCII));
        // Last, for it is an access.
        return new Found(value == null ? null : there.get("k"), deadline, left);
    }

    private long secondsLeft(String key) throws IOException {
        try (Socket socket = new Socket(server.host(), server.port());
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
            socket.getOutputStream().write(("mg " + key + " t\r\n").getBytes(StandardCharsets.US_ASCII));
            String line = in.readLine();
            assertThat(line).startsWith("HD t");
            return Long.parseLong(line.substring(4).trim());
        }
    }

    @ParameterizedTest
    @MethodSource("accesses")
    void whatComesInStays(String access) throws IOException {
        for (Duration own : new Duration[] {null, Duration.ofMinutes(30), KetchCache.FOREVER}) {
            for (Map.Entry<String, Visit> visit : VISITS.entrySet()) {
                int frame = 1;
                while (happens(access, visit.getKey(), own, frame)) {
                    frame++;
                }
                assertThat(frame).isGreaterThan(2);
            }
        }
    }

    private boolean happens(String access, String visit, @Nullable Duration own, int frame) throws IOException {
        if (own == null) {
            there.put("k", "old");
        } else {
            there.put("k", "old", own);
        }
        relay.before(frame, () -> VISITS.get(visit).by(there));
        long before = System.currentTimeMillis();
        String seen = ACCESSES.get(access).of(here);
        if (!relay.disarm()) {
            return false;
        }
        String what = access + " of an entry for " + own + ", before frame " + frame + ": " + visit;
        Found left = look();
        if (visit.equals("remove") || visit.equals("clear")) {
            assertThat(left.value()).as(what).isNull();
            return true;
        }
        assertThat(left.value()).as(what).isEqualTo("theirs");
        boolean isPolicys = visit.equals("put");
        if ("theirs".equals(seen) || isPolicys) {
            // It was accessed, or written by the policy.
            assertThat(left.deadline()).as(what).isEqualTo(-TEN_MINUTES * 1000);
            assertThat(left.secondsLeft()).as(what).isBetween(TEN_MINUTES - 30, TEN_MINUTES + 2);
        } else if (!access.equals("replace wrong") || left.deadline() >= 0) {
            boolean isForEver = visit.contains("ever");
            assertThat(left.deadline() == 0).as(what).isEqualTo(isForEver);
            if (!isForEver) {
                assertThat(left.deadline()).as(what).isBetween(before + HOUR * 1000 - 1, before + HOUR * 1000 + 60_000);
            }
            assertThat(left.secondsLeft()).as(what).matches(s -> isForEver ? s == -1 : s > HOUR - 60);
        }
        return true;
    }
}
