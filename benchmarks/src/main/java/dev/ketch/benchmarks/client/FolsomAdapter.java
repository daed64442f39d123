// SPDX-License-Identifier: Apache-2.0
package dev.ketch.benchmarks.client;

import com.spotify.folsom.MemcacheClient;
import com.spotify.folsom.MemcacheClientBuilder;
import com.spotify.folsom.MemcacheStatus;
import dev.ketch.benchmarks.server.Target;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * folsom, in either protocol. Replies complete on the event loop, which saves a hop to another thread, and enough
 * requests may be outstanding for 10,000 callers (the default, 1,000, refuses them).
 */
final class FolsomAdapter implements CacheClient {
    private static final int MAX_OUTSTANDING = 65_536;

    private final MemcacheClient<byte[]> client;

    private FolsomAdapter(MemcacheClient<byte[]> client) {
        this.client = client;
        try {
            client.awaitConnected(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (TimeoutException e) {
            throw new IllegalStateException("folsom did not connect", e);
        }
    }

    static FolsomAdapter ascii(Target target) {
        return new FolsomAdapter(builder(target).connectAscii());
    }

    static FolsomAdapter binary(Target target) {
        return new FolsomAdapter(builder(target).connectBinary());
    }

    private static MemcacheClientBuilder<byte[]> builder(Target target) {
        return MemcacheClientBuilder.newByteArrayClient()
                .withAddress(target.host(), target.port())
                .withReplyExecutor(null)
                .withMaxOutstandingRequests(MAX_OUTSTANDING);
    }

    private static <T> T await(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    @Override
    public byte[] get(String key) {
        return await(client.get(key));
    }

    @Override
    public void set(String key, byte[] value) {
        MemcacheStatus status = await(client.set(key, value, 0));
        if (status != MemcacheStatus.OK) {
            throw new IllegalStateException("not stored: " + status);
        }
    }

    @Override
    public Map<String, byte[]> getAll(Set<String> keys) {
        List<String> asked = new ArrayList<>(keys);
        List<byte[]> values = await(client.get(asked));
        Map<String, byte[]> found = new HashMap<>(asked.size() * 2);
        for (int i = 0; i < asked.size(); i++) {
            if (values.get(i) != null) {
                found.put(asked.get(i), values.get(i));
            }
        }
        return found;
    }

    @Override
    public Pending startGet(String key) {
        CompletableFuture<byte[]> future = client.get(key).toCompletableFuture();
        return future::join;
    }

    @Override
    public void close() {
        client.shutdown();
    }
}
