// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import static java.util.Objects.requireNonNull;

import dev.ketch.KetchCache;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** What can be done to the entry of key {@code k}, whose value is {@code old}, by whichever operation. */
final class Forms {
    /** Each makes the value {@code new}. The cache has a {@link NewLoader}. */
    static final Map<String, Consumer<KetchCache<String, String>>> UPDATES = updates();

    /** Each leaves the value as it is. */
    static final Map<String, Consumer<KetchCache<String, String>>> LOOKS = looks();

    private Forms() {}

    static Consumer<KetchCache<String, String>> of(String name) {
        return requireNonNull(UPDATES.containsKey(name) ? UPDATES.get(name) : LOOKS.get(name), name);
    }

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
        return Collections.unmodifiableMap(all);
    }

    private static Map<String, Consumer<KetchCache<String, String>>> looks() {
        Map<String, Consumer<KetchCache<String, String>>> all = new LinkedHashMap<>();
        all.put("get", cache -> cache.get("k"));
        all.put("getAsync", cache -> AsyncTest.end(cache.getAsync("k")));
        all.put("getAll", cache -> cache.getAll(Set.of("k")));
        all.put("getAllAsync", cache -> AsyncTest.end(cache.getAllAsync(Set.of("k"))));
        all.put("containsKey", cache -> cache.containsKey("k"));
        all.put("iterator", cache -> cache.iterator().next());
        all.put("putIfAbsent", cache -> cache.putIfAbsent("k", "new"));
        all.put("replace other", cache -> cache.replace("k", "other", "new"));
        all.put("remove other", cache -> cache.remove("k", "other"));
        all.put("invoke reading", cache -> cache.invoke("k", (entry, arguments) -> entry.getValue()));
        all.put("invokeAll reading", cache -> cache.invokeAll(Set.of("k"), (entry, arguments) -> entry.getValue()));
        all.put("loadAll keeping", cache -> AsyncTest.end(cache.loadAllAsync(Set.of("k"), false)));
        return Collections.unmodifiableMap(all);
    }

    /** For caches that do not read through. */
    static final class NewLoader extends SimpleLoader<String, String> {
        @Override
        public String load(String key) {
            return "new";
        }
    }
}
