// SPDX-License-Identifier: Apache-2.0
package dev.ketch.benchmarks.client;

import dev.ketch.benchmarks.server.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import net.spy.memcached.CachedData;
import net.spy.memcached.ConnectionFactoryBuilder;
import net.spy.memcached.MemcachedClient;
import net.spy.memcached.internal.GetFuture;
import net.spy.memcached.transcoders.Transcoder;

/**
 * spymemcached: binary protocol, ketama, values taken as they are. Its optimisation, which answers equal gets of several
 * callers with one, stays off as its builder has it: the server would see fewer gets than are counted.
 */
final class SpymemcachedAdapter implements CacheClient {
    private final MemcachedClient client;
    private final Transcoder<byte[]> transcoder = new Plain();

    SpymemcachedAdapter(Target target) {
        System.setProperty("net.spy.log.LoggerImpl", "net.spy.memcached.compat.log.SunLogger");
        try {
            client = new MemcachedClient(
                    new ConnectionFactoryBuilder()
                            .setProtocol(ConnectionFactoryBuilder.Protocol.BINARY)
                            .setLocatorType(ConnectionFactoryBuilder.Locator.CONSISTENT)
                            .setShouldOptimize(false)
                            .setUseNagleAlgorithm(false)
                            .setOpTimeout(3_000)
                            .setDaemon(true)
                            .build(),
                    List.of(new InetSocketAddress(target.host(), target.port())));
        } catch (IOException e) {
            throw new UncheckedIOException("spymemcached did not open", e);
        }
    }

    @Override
    public byte[] get(String key) {
        return client.get(key, transcoder);
    }

    @Override
    public void set(String key, byte[] value) {
        try {
            if (!client.set(key, 0, value, transcoder).get()) {
                throw new IllegalStateException("not stored");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("not stored", e);
        }
    }

    @Override
    public Map<String, byte[]> getAll(Set<String> keys) {
        return client.getBulk(keys, transcoder);
    }

    @Override
    public Pending startGet(String key) {
        GetFuture<byte[]> future = client.asyncGet(key, transcoder);
        return () -> {
            try {
                return future.get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            } catch (ExecutionException e) {
                throw new IllegalStateException("not read", e);
            }
        };
    }

    @Override
    public void close() {
        client.shutdown();
    }

    private static final class Plain implements Transcoder<byte[]> {
        @Override
        public boolean asyncDecode(CachedData data) {
            return false;
        }

        @Override
        public CachedData encode(byte[] value) {
            return new CachedData(0, value, getMaxSize());
        }

        @Override
        public byte[] decode(CachedData data) {
            return data.getData();
        }

        @Override
        public int getMaxSize() {
            return CachedData.MAX_SIZE;
        }
    }
}
