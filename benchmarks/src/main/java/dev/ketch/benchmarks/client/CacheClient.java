// SPDX-License-Identifier: Apache-2.0
package dev.ketch.benchmarks.client;

import java.util.Map;
import java.util.Set;

/** What every client can do. Thread-safe. A failure is thrown, whatever it is; nothing is tried again. */
public interface CacheClient extends AutoCloseable {
    /** The value, or {@code null} where there is none. */
    byte[] get(String key);

    /** Returns when the server has said that the value is stored. */
    void set(String key, byte[] value);

    /** Those that are there. */
    Map<String, byte[]> getAll(Set<String> keys);

    /** Sends a get and returns at once; only where {@link ClientKind#isAsync()}. */
    default Pending startGet(String key) {
        throw new UnsupportedOperationException("this client has no asynchronous get");
    }

    @Override
    void close();

    /** A get under way. */
    interface Pending {
        /** The value, or {@code null} where there is none. */
        byte[] await();
    }
}
