// SPDX-License-Identifier: Apache-2.0
package dev.ketch.benchmarks.client;

import dev.ketch.benchmarks.server.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import net.rubyeye.xmemcached.MemcachedClient;
import net.rubyeye.xmemcached.XMemcachedClientBuilder;
import net.rubyeye.xmemcached.command.BinaryCommandFactory;
import net.rubyeye.xmemcached.exception.MemcachedException;
import net.rubyeye.xmemcached.impl.KetamaMemcachedSessionLocator;
import net.rubyeye.xmemcached.transcoders.CachedData;
import net.rubyeye.xmemcached.transcoders.CompressionMode;
import net.rubyeye.xmemcached.transcoders.Transcoder;

/**
 * xmemcached: binary protocol, ketama, heartbeat off, one connection (its documentation advises against more), values
 * taken as they are.
 */
final class XmemcachedAdapter implements CacheClient {
    /** Its default: so many waiting gets are sent as one multi-get. */
    static final int MERGED = 50;

    private static final long TIMEOUT_MILLIS = 3_000;

    private final MemcachedClient client;
    private final Transcoder<byte[]> transcoder = new Plain();

    XmemcachedAdapter(Target target) {
        XMemcachedClientBuilder builder =
                new XMemcachedClientBuilder(List.of(new InetSocketAddress(target.host(), target.port())));
        builder.setCommandFactory(new BinaryCommandFactory());
        builder.setSessionLocator(new KetamaMemcachedSessionLocator());
        builder.setOpTimeout(TIMEOUT_MILLIS);
        try {
            client = builder.build();
        } catch (IOException e) {
            throw new UncheckedIOException("xmemcached did not open", e);
        }
        client.setEnableHeartBeat(false);
        client.setOptimizeGet(true);
        client.setMergeFactor(MERGED);
    }

    /** A call of xmemcached. */
    private interface Call<T> {
        T run() throws TimeoutException, InterruptedException, MemcachedException;
    }

    private static <T> T run(Call<T> call) {
        try {
            return call.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (TimeoutException | MemcachedException e) {
            throw new IllegalStateException(e.toString(), e);
        }
    }

    @Override
    public byte[] get(String key) {
        return run(() -> client.get(key, TIMEOUT_MILLIS, transcoder));
    }

    @Override
    public void set(String key, byte[] value) {
        if (!run(() -> client.set(key, 0, value, transcoder, TIMEOUT_MILLIS))) {
            throw new IllegalStateException("not stored");
        }
    }

    @Override
    public Map<String, byte[]> getAll(Set<String> keys) {
        return run(() -> client.get(keys, TIMEOUT_MILLIS, transcoder));
    }

    @Override
    public void close() {
        try {
            client.shutdown();
        } catch (IOException e) {
            throw new UncheckedIOException("xmemcached did not close", e);
        }
    }

    private static final class Plain implements Transcoder<byte[]> {
        @Override
        public CachedData encode(byte[] value) {
            return new CachedData(0, value);
        }

        @Override
        public byte[] decode(CachedData data) {
            return data.getData();
        }

        @Override
        public void setPrimitiveAsString(boolean on) {}

        @Override
        public void setPackZeros(boolean on) {}

        @Override
        public void setCompressionThreshold(int to) {}

        @Override
        public boolean isPrimitiveAsString() {
            return false;
        }

        @Override
        public boolean isPackZeros() {
            return false;
        }

        @Override
        public void setCompressionMode(CompressionMode mode) {}
    }
}
