// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import javax.cache.Cache;
import javax.cache.configuration.FactoryBuilder.SingletonFactory;
import javax.cache.configuration.MutableConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A thread that was interrupted, and has not heard of it yet: its operations are done as others are. */
@Timeout(60)
class InterruptedCallerTest extends JvmsOnOneServer {
    private final List<String> written = new CopyOnWriteArrayList<>();
    private final CountDownLatch writing = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);

    private final class Writer implements SimpleWriter<String, String> {
        @Override
        public void write(Cache.Entry<? extends String, ? extends String> entry) {
            if (entry.getValue().equals("first")) {
                writing.countDown();
                ExecutorTest.await(release);
            }
            written.add(entry.getValue());
        }

        @Override
        public void delete(Object key) {}
    }

    /** Or the writer's store would be left with another value than the cache. */
    @Test
    void waitsForTheKey() {
        MutableConfiguration<String, String> configuration = Jvms.plain();
        configuration.setWriteThrough(true).setCacheWriterFactory(new SingletonFactory<>(new Writer()));
        JCache<String, String> cache = jvms.open("c", configuration);
        Executor ownThread = task -> new Thread(task).start();
        CompletableFuture<Void> first = CompletableFuture.runAsync(() -> cache.put("k", "first"), ownThread);
        ExecutorTest.await(writing);
        CompletableFuture<Boolean> second = CompletableFuture.supplyAsync(
                () -> {
                    Thread.currentThread().interrupt();
                    cache.put("k", "second");
                    return Thread.interrupted();
                },
                ownThread);
        Awaiting.until(() -> second.isDone() || Awaiting.threadsIn(KeyLocks.class, "await") == 1);
        assertThat(written).isEmpty();
        release.countDown();
        first.join();
        assertThat(second.join()).as("still interrupted").isTrue();
        assertThat(written).containsExactly("first", "second");
        assertThat(cache.get("k")).isEqualTo("second");
    }
}
