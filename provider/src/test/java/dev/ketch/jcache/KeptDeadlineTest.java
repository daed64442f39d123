// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ketch.KetchCache;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.cache.configuration.Factory;
import javax.cache.expiry.AccessedExpiryPolicy;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;
import javax.cache.expiry.ExpiryPolicy;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An update that the policy has no duration for leaves the deadline to the millisecond, in whatever form it comes. */
@Timeout(60)
class KeptDeadlineTest extends JvmsOnOneServer {
    private static final Map<String, Consumer<KetchCache<String, String>>> UPDATES = updates();

    private static Map<String, Consumer<KetchCache<String, String>>> updates() {
        Map<String, Consumer<KetchCache<String, String>>> all = new LinkedHashMap<>();
        all.put("put", cache -> cache.put("k", "new"));
        all.put("putAsync", cache -> AsyncTest.end(cache.putAsync("k", "new")));
        all.put("putAll", cache -> cache.putAll(Map.of("k", "new")));
        all.put("getAndPut", cache -> cache.getAndPut("k", "new"));
        all.put("replace", cache -> cache.replace("k", "new"));
        all.put("replace old", cache -> cache.replace("k", "old", "new"));
        all.put("getAndReplace", cache -> cache.getAndReplace("k", "new"));
        all.put(
                "invoke",
                cache -> cache.invoke("k", (entry, arguments) -> {
                    entry.setValue("new");
                    return null;
                }));
        all.put(
                "invokeAll",
                cache -> cache.invokeAll(Set.of("k"), (entry, arguments) -> {
                    entry.setValue("new");
                    return null;
                }));
        all.put("loadAll", cache -> AsyncTest.end(cache.loadAllAsync(Set.of("k"), true)));
        return all;
    }

    static Stream<String> forms() {
        return UPDATES.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("forms")
    void createdAndAccessedKeepIt(String form) {
        for (Factory<ExpiryPolicy> policy : java.util.List.of(
                CreatedExpiryPolicy.factoryOf(Duration.ONE_HOUR), AccessedExpiryPolicy.factoryOf(Duration.ONE_HOUR))) {
            String name = "c" + policy.create().getClass().getSimpleName();
            KetchCache<String, String> cache = jvms.open(
                    name,
                    Jvms.<String, String>plain().setExpiryPolicyFactory(policy).setCacheLoaderFactory(NewLoader::new));
            // One that no policy would come to by itself.
            cache.put("k", "old", java.time.Duration.ofMillis(1_234_567));
            long deadline = deadline(name, "k");
            UPDATES.get(form).accept(cache);
            assertThat(deadline(name, "k")).isEqualTo(deadline);
            assertThat(secondsLeft(name, "k")).isBetween(1200L, 1237L);
            assertThat(cache.get("k")).isEqualTo("new");
        }
    }

    private static final class NewLoader extends SimpleLoader<String, String> {
        @Override
        public String load(String key) {
            return "new";
        }
    }
}
