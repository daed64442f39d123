// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache.store;

import dev.ketch.client.Server;
import dev.ketch.client.protocol.Request;
import dev.ketch.client.protocol.Response;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Of caches that share plain keys with other programs: every item counts, until it is deleted or expires. */
final class NoGenerations implements GenerationSource {
    private final byte[] reserved;
    private final Failures failures;

    NoGenerations(byte[] reserved, Failures failures) {
        this.reserved = reserved;
        this.failures = failures;
    }

    @Override
    public boolean isCounted() {
        return false;
    }

    @Override
    public boolean isReserved(byte[] wireKey) {
        return Arrays.equals(wireKey, reserved);
    }

    @Override
    public Request read() {
        return Request.noop();
    }

    @Override
    public Request readQuietly() {
        throw new IllegalStateException("there are no generations");
    }

    @Override
    public long told(Server server, @Nullable Response response, long otherwise) {
        return otherwise;
    }

    @Override
    public long lastKnown(Server server) {
        return 0;
    }

    @Override
    public Long guess(Server server) {
        return 0L;
    }

    @Override
    public long learn(Server server, @Nullable Response response) {
        if (response == null) {
            throw failures.leftOut(server);
        }
        return 0;
    }

    @Override
    public void raiseAll() {
        throw new IllegalStateException("there are no generations");
    }
}
