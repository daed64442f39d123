// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache.management;

import dev.ketch.client.MemcachedClient;
import dev.ketch.client.Server;
import dev.ketch.client.ServerStatus;

/** Shows what the client knows of a server. Thread-safe. */
final class ServerBean implements ServerMXBean {
    private final MemcachedClient client;
    private final Server server;

    ServerBean(MemcachedClient client, Server server) {
        this.client = client;
        this.server = server;
    }

    private ServerStatus status() {
        return client.status(server);
    }

    @Override
    public String getName() {
        return server.name();
    }

    @Override
    public String getState() {
        return status().state().name();
    }

    @Override
    public String getSince() {
        return status().since().toString();
    }

    @Override
    public String getReason() {
        return status().reason();
    }

    @Override
    public int getUnderWay() {
        return status().underWay();
    }

    @Override
    public long getQueuedBytes() {
        return status().queuedBytes();
    }

    @Override
    public int getQuarantined() {
        return status().quarantined();
    }

    @Override
    public long getTimeouts() {
        return status().timeouts();
    }

    @Override
    public long getErrors() {
        return status().errors();
    }

    @Override
    public int getJournalSize() {
        return status().journal();
    }

    @Override
    public long getDropped() {
        return status().dropped();
    }

    @Override
    public long getKeysDeleted() {
        return status().deleted();
    }

    @Override
    public long getCachesCleared() {
        return status().raised();
    }

    @Override
    public void markOffline() {
        client.markOffline(server);
    }

    @Override
    public void markOnline() {
        client.markOnline(server);
    }

    @Override
    public void clear() {
        client.raiseAll(server);
    }

    @Override
    public void repair() {
        client.repair(server);
    }
}
