// SPDX-License-Identifier: Apache-2.0
package dev.ketch.samples.quickstart;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;
import javax.management.JMException;
import javax.management.ObjectName;

/** Shows the common operations one by one, with what they return and how long each took. */
final class Tour {
    private static final int THREADS = 4;

    private final CacheManager manager;
    private final PrintStream out;

    Tour(CacheManager manager, PrintStream out) {
        this.manager = manager;
        this.out = out;
    }

    void run(int seconds) {
        Cache<String, Order> orders = manager.createCache(
                "orders",
                new MutableConfiguration<String, Order>()
                        .setTypes(String.class, Order.class)
                        .setStatisticsEnabled(true));
        orders.clear();

        Order first = new Order("Ada", List.of("tea", "milk"), new BigDecimal("7.80"));
        Order second = new Order("Grace", List.of("coffee"), new BigDecimal("3.20"));

        show("put(\"1\", first)", () -> {
            orders.put("1", first);
            return "";
        });
        show("get(\"1\")", () -> orders.get("1"));
        show("get(\"none\")", () -> orders.get("none"));
        show("putAll(\"2\" .. \"100\")", () -> {
            orders.putAll(
                    IntStream.rangeClosed(2, 100).boxed().collect(Collectors.toMap(String::valueOf, i -> second)));
            return "";
        });
        show("getAll(100 keys)", () -> {
            Set<String> keys =
                    IntStream.rangeClosed(1, 100).mapToObj(String::valueOf).collect(Collectors.toSet());
            return orders.getAll(keys).size() + " entries";
        });
        show("putIfAbsent(\"1\", second)", () -> orders.putIfAbsent("1", second));
        show("putIfAbsent(\"101\", second)", () -> orders.putIfAbsent("101", second));
        show("replace(\"1\", first, second)", () -> orders.replace("1", first, second));
        show("getAndReplace(\"1\", first)", () -> orders.getAndReplace("1", first));
        show("getAndRemove(\"101\")", () -> orders.getAndRemove("101"));

        Cache<String, Integer> counters = manager.createCache(
                "counters", new MutableConfiguration<String, Integer>().setTypes(String.class, Integer.class));
        counters.clear();
        show("invoke: count to 1,000", () -> {
            int n = 0;
            for (int i = 0; i < 1_000; i++) {
                n = counters.invoke("visits", (entry, arguments) -> {
                    int next = entry.exists() ? entry.getValue() + 1 : 1;
                    entry.setValue(next);
                    return next;
                });
            }
            return n;
        });

        Cache<String, String> sessions = manager.createCache(
                "sessions",
                new MutableConfiguration<String, String>()
                        .setTypes(String.class, String.class)
                        .setExpiryPolicyFactory(CreatedExpiryPolicy.factoryOf(new Duration(TimeUnit.SECONDS, 1))));
        show("expiry after a second", () -> {
            sessions.put("s", "here");
            String before = sessions.get("s");
            long start = System.nanoTime();
            while (sessions.containsKey("s")) {
                Thread.onSpinWait();
            }
            return before + ", gone " + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start) + " ms later";
        });

        show("iterate", () -> {
            Set<Integer> keys = new TreeSet<>();
            for (Cache.Entry<String, Order> entry : orders) {
                keys.add(Integer.valueOf(entry.getKey()));
            }
            return keys.size() + " entries, keys " + keys.iterator().next() + " to "
                    + keys.stream().reduce(0, Math::max);
        });
        show("statistics", () -> statistics("orders"));
        show("clear()", () -> {
            orders.clear();
            return orders.iterator().hasNext() ? "entries left" : "empty";
        });

        load(seconds);
        manager.destroyCache("orders");
        manager.destroyCache("counters");
        manager.destroyCache("sessions");
        out.println("Done.");
    }

    /** Gets and puts from a few threads, so that one sees what the servers and this machine can do. */
    private void load(int seconds) {
        Cache<Integer, String> items = manager.createCache(
                "items", new MutableConfiguration<Integer, String>().setTypes(Integer.class, String.class));
        try {
            out.printf("Load: %d threads, 9 gets to 1 put, %d s ...%n", THREADS, seconds);
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
            ExecutorService threads = Executors.newFixedThreadPool(THREADS);
            try {
                List<Future<Long>> counts = IntStream.range(0, THREADS)
                        .mapToObj(t -> threads.submit(() -> work(items, end)))
                        .toList();
                long operations = 0;
                for (Future<Long> count : counts) {
                    operations += count.get();
                }
                out.printf("%,d operations a second%n", operations / Math.max(1, seconds));
            } finally {
                threads.shutdownNow();
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof CacheException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        manager.destroyCache("items");
    }

    private static long work(Cache<Integer, String> items, long end) {
        String value = "x".repeat(100);
        long operations = 0;
        while (System.nanoTime() < end) {
            int key = ThreadLocalRandom.current().nextInt(10_000);
            if (operations % 10 == 0) {
                items.put(key, value);
            } else {
                String got = items.get(key);
                if (got != null && !got.equals(value)) {
                    throw new IllegalStateException("item [" + key + "] came back as [" + got + "]");
                }
            }
            operations++;
        }
        return operations;
    }

    /** What the standard MBean says of a cache. */
    private Map<String, Object> statistics(String cache) throws JMException {
        ObjectName name = new ObjectName("javax.cache:type=CacheStatistics,CacheManager="
                + manager.getURI().toString().replaceAll("[,:=\n]", ".") + ",Cache=" + cache);
        Map<String, Object> values = new TreeMap<>();
        for (String attribute : List.of("CacheHits", "CacheMisses", "CachePuts", "CacheRemovals")) {
            values.put(attribute, ManagementFactory.getPlatformMBeanServer().getAttribute(name, attribute));
        }
        return values;
    }

    private void show(String what, Callable<?> operation) {
        long start = System.nanoTime();
        Object result;
        try {
            result = operation.call();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(what, e);
        }
        long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - start);
        out.printf("%-30s %,9d µs   %s%n", what, micros, result);
    }
}
