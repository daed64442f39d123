// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import dev.ketch.KetchCache;
import dev.ketch.KetchCachingProvider;
import dev.ketch.KetchConfiguration;
import java.lang.reflect.Method;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.cache.integration.CompletionListener;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/**
 * Ten thousand virtual threads at caches, for a JVM that has such threads: arguments are the URI and a file for the
 * flight recorder. Exits with 1 if something is not as it should be.
 */
final class VirtualThreadsMain {
    private static final int CALLERS = 10_000;
    /** The first JDK whose own monitors hold no carrier thread. */
    private static final int MONITORS_LET_GO = 24;

    private static final String PINNED = "jdk.VirtualThreadPinned";

    private VirtualThreadsMain() {}

    public static void main(String[] args) throws Exception {
        Method start = Thread.class.getMethod("startVirtualThread", Runnable.class);
        Method isVirtual = Thread.class.getMethod("isVirtual");
        AtomicInteger bad = new AtomicInteger();
        try (KetchCachingProvider provider = new KetchCachingProvider()) {
            var manager = provider.getCacheManager(URI.create(args[0]), null);
            KetchCache<Integer, String> cache =
                    manager.createCache("c", Jvms.<Integer, String>plain()).unwrap(KetchCache.class);
            KetchConfiguration<Integer, String> loading = new KetchConfiguration<>();
            loading.setReadThrough(true).setCacheLoaderFactory(() -> new SimpleLoader<Integer, String>() {
                @Override
                public String load(Integer key) {
                    return present(isVirtual);
                }
            });
            KetchCache<Integer, String> loaded =
                    manager.createCache("loaded", loading).unwrap(KetchCache.class);
            String thread = AsyncTest.end(loaded.getAsync(-1));
            System.out.println("executor: " + thread);
            if (!isOfExecutor(thread)) {
                bad.incrementAndGet();
            }
            if (!loadsAll(loaded, isVirtual)) {
                bad.incrementAndGet();
            }
            run(start, 100, i -> both(cache, loaded, -2 - i), bad);
            Path file = Path.of(args[1]);
            List<RecordedEvent> pinned;
            try (Recording recording = new Recording()) {
                recording.enable(PINNED).withoutThreshold().withStackTrace();
                recording.start();
                run(start, CALLERS, i -> both(cache, loaded, i), bad);
                recording.stop();
                recording.dump(file);
                pinned = new ArrayList<>(RecordingFile.readAllEvents(file));
            }
            pinned.removeIf(event -> !event.getEventType().getName().equals(PINNED));
            System.out.println("pinned: " + pinned.size());
            pinned.stream().limit(5).forEach(System.out::println);
            System.out.println("callers: " + CALLERS + ", went wrong: " + bad.get());
            boolean mayPin = Runtime.version().feature() < MONITORS_LET_GO;
            System.exit(bad.get() == 0 && (mayPin || pinned.isEmpty()) ? 0 : 1);
        }
    }

    /** Whether both the loader and the completion listener are called by virtual threads of the executor's. */
    private static boolean loadsAll(KetchCache<Integer, String> loaded, Method isVirtual) throws Exception {
        CompletableFuture<String> told = new CompletableFuture<>();
        Set<Integer> keys = Set.of(-201, -202, -203);
        loaded.loadAll(keys, false, new CompletionListener() {
            @Override
            public void onCompletion() {
                told.complete(present(isVirtual));
            }

            @Override
            public void onException(Exception e) {
                told.completeExceptionally(e);
            }
        });
        String listener = told.get(60, TimeUnit.SECONDS);
        Map<Integer, String> loaders = loaded.getAll(keys);
        System.out.println("loadAll: loader " + loaders.values() + ", listener " + listener);
        return loaders.keySet().equals(keys)
                && loaders.values().stream().allMatch(VirtualThreadsMain::isOfExecutor)
                && isOfExecutor(listener);
    }

    /** Tells of the thread that runs this. */
    private static String present(Method isVirtual) {
        try {
            Thread thread = Thread.currentThread();
            return isVirtual.invoke(thread) + " " + thread.isDaemon() + " " + thread.getName();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isOfExecutor(String thread) {
        return thread.startsWith("true true ketch-async-");
    }

    /** Waits itself, and has others wait. */
    private static boolean both(KetchCache<Integer, String> cache, KetchCache<Integer, String> loaded, int key) {
        String value = "v" + key;
        cache.put(key, value);
        CompletableFuture<?> put = cache.putAsync(~key, value).toCompletableFuture();
        return value.equals(AsyncTest.end(cache.getAsync(key)))
                && AsyncTest.end(put) == null
                && value.equals(cache.get(~key))
                && AsyncTest.end(loaded.getAsync(key)).startsWith("true");
    }

    private interface Caller {
        boolean call(int number);
    }

    private static void run(Method start, int callers, Caller caller, AtomicInteger bad) throws Exception {
        CountDownLatch ended = new CountDownLatch(callers);
        for (int i = 0; i < callers; i++) {
            int number = i;
            start.invoke(null, (Runnable) () -> {
                try {
                    if (!caller.call(number)) {
                        bad.incrementAndGet();
                    }
                } catch (RuntimeException e) {
                    if (bad.incrementAndGet() < 5) {
                        e.printStackTrace(System.out);
                    }
                } finally {
                    ended.countDown();
                }
            });
        }
        if (!ended.await(150, TimeUnit.SECONDS)) {
            System.out.println("never ended: " + ended.getCount());
            bad.incrementAndGet();
        }
    }
}
