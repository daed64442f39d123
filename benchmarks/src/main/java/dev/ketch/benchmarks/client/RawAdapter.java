// SPDX-License-Identifier: Apache-2.0
package dev.ketch.benchmarks.client;

import dev.ketch.benchmarks.server.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;

/**
 * No client at all: at most 64 blocking sockets, each used by one caller at a time, the one used last first. What a
 * client without batching of its own can reach at best.
 */
final class RawAdapter implements CacheClient {
    private static final int CONNECTIONS = 64;

    private final Target target;
    private final BlockingDeque<Slot> idle = new LinkedBlockingDeque<>();

    /** Room for one connection, made when first used. Owned by who took it from the deque. */
    private static final class Slot {
        RawConnection connection;
    }

    /** What is done with a connection. */
    private interface Use<T> {
        T with(RawConnection connection) throws IOException;
    }

    RawAdapter(Target target) {
        this.target = target;
        for (int i = 0; i < CONNECTIONS; i++) {
            idle.add(new Slot());
        }
    }

    private <T> T use(Use<T> use) {
        Slot slot;
        try {
            slot = idle.takeFirst();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
        try {
            if (slot.connection == null) {
                slot.connection = new RawConnection(target.host(), target.port());
            }
            return use.with(slot.connection);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            idle.addFirst(slot);
        }
    }

    @Override
    public byte[] get(String key) {
        return use(c -> c.get(key));
    }

    @Override
    public void set(String key, byte[] value) {
        use(c -> {
            c.set(key, value);
            return null;
        });
    }

    @Override
    public Map<String, byte[]> getAll(Set<String> keys) {
        List<String> asked = new ArrayList<>(keys);
        return use(c -> c.getAll(asked));
    }

    @Override
    public void close() {
        for (Slot slot : idle) {
            try {
                if (slot.connection != null) {
                    slot.connection.close();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
