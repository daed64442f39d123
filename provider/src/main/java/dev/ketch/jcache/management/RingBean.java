// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache.management;

import dev.ketch.client.ClientSettings;
import dev.ketch.client.MemcachedClient;
import dev.ketch.client.RingEvent;
import dev.ketch.client.Server;
import dev.ketch.config.KetchSettings;
import java.util.List;

/** Shows the list of servers of a client. Thread-safe. */
final class RingBean implements RingMXBean {
    private final MemcachedClient client;

    // Written by the thread that tells of changes.
    private volatile List<String> cleared = List.of();
    private volatile String changed = "";
    private volatile long changes;

    RingBean(MemcachedClient client) {
        this.client = client;
    }

    /** The list has changed. Called by one thread at a time. */
    @SuppressWarnings("NonAtomicOperationOnVolatileField") // one writer
    void changed(RingEvent event) {
        cleared = names(event.cleared());
        changed = event.at().toString();
        changes++;
    }

    private static List<String> names(List<Server> servers) {
        return servers.stream().map(Server::name).toList();
    }

    @Override
    public List<String> getServers() {
        return client.nodes().stream().map(ClientSettings.Node::text).toList();
    }

    @Override
    public String getChanged() {
        return changed;
    }

    @Override
    public long getChanges() {
        return changes;
    }

    @Override
    public List<String> getClearedByLastChange() {
        return cleared;
    }

    @Override
    public void changeServers(String servers) {
        client.changeServers(KetchSettings.servers(servers));
    }

    @Override
    public void readServerFile() {
        client.rereadServers();
    }
}
