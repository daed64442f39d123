// SPDX-License-Identifier: Apache-2.0
package dev.ketch.roundtrip;

import dev.ketch.KetchCache;
import dev.ketch.KetchConfiguration;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import javax.cache.Cache;

/** Where one operation is measured: a cache of its own, and the same in another JVM. */
final class Place {
    private static final int KEPT = 20;

    private final Rig rig;
    private final KetchCache<String, String> cache;
    private final KetchCache<String, String> asked;
    private final Cache<String, String> other;
    private final List<List<String>> keys;

    /** @param async whether operations that have an asynchronous form are done in that form */
    @SuppressWarnings("unchecked")
    Place(
            Rig rig,
            String name,
            boolean async,
            KetchConfiguration<String, String> configuration,
            KetchConfiguration<String, String> otherConfiguration) {
        this.rig = rig;
        this.cache = rig.manager()
                .<String, String, KetchConfiguration<String, String>>createCache(name, configuration)
                .unwrap(KetchCache.class);
        this.asked = async ? asynchronous(cache) : cache;
        this.other = rig.otherManager().createCache(name, otherConfiguration);
        Map<Object, List<String>> byServer = new LinkedHashMap<>();
        for (int i = 0;
                byServer.size() < 2 || byServer.values().stream().anyMatch(found -> found.size() < 2 * KEPT);
                i++) {
            byte[] wireKey = (Rig.NAMESPACE + ":" + name + ":k" + i).getBytes(StandardCharsets.US_ASCII);
            byServer.computeIfAbsent(rig.client().serverOf(wireKey), server -> new ArrayList<>())
                    .add("k" + i);
        }
        this.keys = List.copyOf(byServer.values());
    }

    /** Makes this JVM know the counters, and the entries that are there. */
    void settle() {
        other.putAll(entries(there()));
        cache.containsKey(keys.get(0).get(0));
        cache.containsKey(keys.get(1).get(0));
    }

    /** The cache that is measured. */
    KetchCache<String, String> cache() {
        return asked;
    }

    void destroy() {
        rig.manager().destroyCache(cache.getName());
    }

    /** The same cache in another JVM. */
    Cache<String, String> other() {
        return other;
    }

    /** Has the other JVM do something just before this packet of the operation reaches its server. */
    void before(int packet, Runnable something) {
        rig.before(packet, something);
    }

    /** Has the other JVM do something in the middle of the operation. */
    void aside(Runnable something) {
        rig.aside(something);
    }

    /** A key that has an entry, {@code "v"}. */
    String one() {
        return keys.get(0).get(0);
    }

    /** A key that has none. */
    String none() {
        return keys.get(0).get(KEPT);
    }

    /** Ten keys of each server that have entries. */
    Set<String> there() {
        return both(0, 10);
    }

    /** Ten keys of each server that have none. */
    Set<String> missing() {
        return both(KEPT, KEPT + 10);
    }

    /** Ten keys of one server that have entries. */
    Set<String> thereOnOne() {
        return new LinkedHashSet<>(keys.get(0).subList(0, 10));
    }

    /** So many keys of one server that have no entries. */
    Set<String> manyOnOne(int count) {
        Set<String> many = new LinkedHashSet<>();
        Object server = server(one());
        IntStream.iterate(0, i -> i + 1)
                .mapToObj(i -> "many" + i)
                .filter(key -> server(key).equals(server))
                .limit(count)
                .forEach(many::add);
        return many;
    }

    /** What requests of these keys alone take, each with so many bytes besides the key. */
    long bytesOf(Set<String> some, int besides) {
        return some.stream().mapToLong(key -> wireKey(key).length + besides).sum();
    }

    private Object server(String key) {
        return rig.client().serverOf(wireKey(key));
    }

    private byte[] wireKey(String key) {
        return (Rig.NAMESPACE + ":" + cache.getName() + ":" + key).getBytes(StandardCharsets.US_ASCII);
    }

    private Set<String> both(int from, int to) {
        Set<String> some = new LinkedHashSet<>(keys.get(0).subList(from, to));
        some.addAll(keys.get(1).subList(from, to));
        return some;
    }

    static Map<String, String> entries(Set<String> keys) {
        Map<String, String> entries = new HashMap<>();
        keys.forEach(key -> entries.put(key, "v"));
        return entries;
    }

    void close() {
        cache.close();
        other.close();
    }

    @SuppressWarnings("unchecked")
    private static KetchCache<String, String> asynchronous(KetchCache<String, String> cache) {
        return (KetchCache<String, String>) Proxy.newProxyInstance(
                Place.class.getClassLoader(), new Class<?>[] {KetchCache.class}, (proxy, method, arguments) -> {
                    Object[] given = arguments == null ? new Object[0] : arguments;
                    try {
                        Method form = formOf(method);
                        Object answer = form.invoke(cache, given);
                        return form.equals(method)
                                ? answer
                                : ((CompletionStage<Object>) answer)
                                        .toCompletableFuture()
                                        .join();
                    } catch (InvocationTargetException | CompletionException e) {
                        throw e.getCause();
                    }
                });
    }

    private static Method formOf(Method method) {
        try {
            return KetchCache.class.getMethod(method.getName() + "Async", method.getParameterTypes());
        } catch (NoSuchMethodException none) {
            return method;
        }
    }
}
