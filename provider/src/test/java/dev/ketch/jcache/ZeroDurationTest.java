// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ketch.KetchCache;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.cache.configuration.FactoryBuilder.SingletonFactory;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.event.CacheEntryCreatedListener;
import javax.cache.event.CacheEntryExpiredListener;
import javax.cache.event.CacheEntryListener;
import javax.cache.expiry.Duration;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code Duration.ZERO} from each of a policy's methods, by each operation that comes to ask it. */
@Timeout(60)
class ZeroDurationTest extends JvmsOnOneServer {
    private interface Form extends Function<KetchCache<String, String>, Object> {}

    private static final Map<String, Form> CREATIONS = new LinkedHashMap<>();
    private static final Map<String, Form> UPDATES = new LinkedHashMap<>();
    private static final Map<String, Form> ACCESSES = new LinkedHashMap<>();

    private static Object nothing(Runnable operation) {
        operation.run();
        return "done";
    }

    static {
        CREATIONS.put("put", c -> nothing(() -> c.put("k", "new")));
        CREATIONS.put("putAll", c -> nothing(() -> c.putAll(Map.of("k", "new"))));
        CREATIONS.put("getAndPut", c -> String.valueOf(c.getAndPut("k", "new")));
        CREATIONS.put("putIfAbsent", c -> c.putIfAbsent("k", "new"));
        CREATIONS.put(
                "invoke",
                c -> String.valueOf(c.<Object>invoke("k", (entry, arguments) -> {
                    entry.setValue("new");
                    return null;
                })));
        CREATIONS.put("loadAll", c -> nothing(() -> AsyncTest.end(c.loadAllAsync(Set.of("k"), false))));

        UPDATES.putAll(CREATIONS);
        UPDATES.remove("putIfAbsent");
        UPDATES.put("loadAll", c -> nothing(() -> AsyncTest.end(c.loadAllAsync(Set.of("k"), true))));
        UPDATES.put("replace", c -> c.replace("k", "new"));
        UPDATES.put("replace old", c -> c.replace("k", "old", "new"));
        UPDATES.put("getAndReplace", c -> c.getAndReplace("k", "new"));

        ACCESSES.put("get", c -> c.get("k"));
        ACCESSES.put("getAsync", c -> AsyncTest.end(c.getAsync("k")));
        ACCESSES.put("getAll", c -> c.getAll(Set.of("k", "other")).get("k"));
        ACCESSES.put("iterator", c -> c.iterator().next().getValue());
        ACCESSES.put("invoke", c -> c.<String>invoke("k", (entry, arguments) -> entry.getValue()));
        ACCESSES.put("replace wrong", c -> c.replace("k", "wrong", "new") ? "replaced" : "old");
        ACCESSES.put("remove wrong", c -> c.remove("k", "wrong") ? "removed" : "old");
    }

    static Stream<String> creations() {
        return CREATIONS.keySet().stream();
    }

    static Stream<String> updates() {
        return UPDATES.keySet().stream();
    }

    static Stream<String> accesses() {
        return ACCESSES.keySet().stream();
    }

    private final SettablePolicy policy = new SettablePolicy();
    private final List<String> heard = new ArrayList<>();

    private KetchCache<String, String> open() {
        CacheEntryCreatedListener<String, String> created =
                events -> events.forEach(event -> heard.add("created " + event.getValue()));
        CacheEntryExpiredListener<String, String> expired =
                events -> events.forEach(event -> heard.add("expired " + event.getOldValue()));
        var configuration = Jvms.<String, String>plain()
                .setExpiryPolicyFactory(() -> policy)
                .setStatisticsEnabled(true)
                .setCacheLoaderFactory(NewLoader::new);
        for (CacheEntryListener<String, String> listener : List.of(created, expired)) {
            configuration.addCacheEntryListenerConfiguration(
                    new MutableCacheEntryListenerConfiguration<>(new SingletonFactory<>(listener), null, true, true));
        }
        return jvms.open("c", configuration);
    }

    private static final class NewLoader extends SimpleLoader<String, String> {
        @Override
        public String load(String key) {
            return "new";
        }
    }

    private void assertGone(KetchCache<String, String> cache) {
        assertThat(jvms.item("c", "k").isOk()).isFalse();
        assertThat(cache.containsKey("k")).isFalse();
        assertThat(cache).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("creations")
    void aCreationIsNotStored(String form) {
        KetchCache<String, String> cache = open();
        policy.creation = Duration.ZERO;
        Object answer = CREATIONS.get(form).apply(cache);
        assertThat(answer).isIn("done", "null", false);
        assertGone(cache);
        assertThat(heard).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("updates")
    void anUpdateRemoves(String form) {
        KetchCache<String, String> cache = open();
        cache.put("k", "old");
        heard.clear();
        policy.update = Duration.ZERO;
        Object answer = UPDATES.get(form).apply(cache);
        assertThat(answer).isIn("done", "old", "null", true);
        assertGone(cache);
        // Of the value that it never got to live with.
        assertThat(heard).containsExactly("expired new");
    }

    @ParameterizedTest
    @MethodSource("accesses")
    void anAccessIsTheLast(String form) {
        KetchCache<String, String> cache = open();
        cache.put("k", "old");
        heard.clear();
        policy.access = Duration.ZERO;
        assertThat(ACCESSES.get(form).apply(cache)).isEqualTo("old");
        assertGone(cache);
        assertThat(heard).containsExactly("expired old");
    }
}
