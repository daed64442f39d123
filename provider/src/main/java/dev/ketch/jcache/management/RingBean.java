// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache.management;

import dev.ketch.client.MemcachedClient;
import dev.ketch.client.RingEvent;
import dev.ketch.client.Server;
import dev.ketch.config.KetchSettings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Shows the list of servers of a client. Thread-safe. */
final class RingBean implements RingMXBean {
    private final MemcachedClient client;

    // Written by the thread that tells of changes.
    private volatile @Nullable RingEvent last;
    private volatile long changes;

    RingBean(MemcachedClient client) {
        this.client = client;
    }

    /** The list has changed. Called by one thread at a time. */
    @SuppressWarnings("NonAtomicOperationOnVolatileField") // one writer
    void changed(RingEvent event) {
        last = event;
        changes++;
    }

    private static List<String> names(List<Server> servers) {
        return servers.stream().map(Server::name).toList();
    }

    @Override
    public List<String> getServers() {
        return names(client.servers());
    }

    @Override
    public String getChanged() {
        RingEvent event = last;
        return event == null ? "" : event.at().toString();
    }

    @Override
    public long getChanges() {
        return changes;
    }

    @Override
    public List<String> getClearedByLastChange() {
        RingEvent event = last;
        return event == null ? List.of() : names(event.cleared());
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
