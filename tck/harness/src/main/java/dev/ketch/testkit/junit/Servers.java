// SPDX-License-Identifier: Apache-2.0
package dev.ketch.testkit.junit;

import dev.ketch.testkit.proxy.FaultProxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The running servers of one class or test, and the proxies asked for so far. Closed by JUnit's store. */
@SuppressWarnings("deprecation") // JUnit before 5.13 closes nothing but CloseableResource
final class Servers<S extends AutoCloseable> implements ExtensionContext.Store.CloseableResource, AutoCloseable {

    private final ServerExtension<S, ?> extension;
    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by lock:
    private final List<S> servers = new ArrayList<>();
    private final List<FaultProxy> proxies = new ArrayList<>();

    Servers(ServerExtension<S, ?> extension) {
        this.extension = extension;
    }

    void add(S server) {
        lock.lock();
        try {
            servers.add(server);
        } finally {
            lock.unlock();
        }
    }

    List<S> all() {
        lock.lock();
        try {
            return List.copyOf(servers);
        } finally {
            lock.unlock();
        }
    }

    /** The proxies before the first servers, at most {@code limit}. */
    List<FaultProxy> proxies(int limit) {
        lock.lock();
        try {
            int wanted = Math.min(limit, servers.size());
            while (proxies.size() < wanted) {
                S server = servers.get(proxies.size());
                proxies.add(FaultProxy.to(extension.host(server), extension.port(server)));
            }
            return List.copyOf(proxies.subList(0, wanted));
        } finally {
            lock.unlock();
        }
    }

    void renew() {
        lock.lock();
        try {
            servers.forEach(extension::renew);
            proxies.forEach(FaultProxy::heal);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            proxies.forEach(FaultProxy::close);
            RuntimeException failure = null;
            for (S server : servers) {
                try {
                    server.close();
                } catch (Exception e) {
                    if (failure == null) {
                        failure = new IllegalStateException("closing [" + server + "] failed");
                    }
                    failure.addSuppressed(e);
                }
            }
            if (failure != null) {
                throw failure;
            }
        } finally {
            lock.unlock();
        }
    }
}
