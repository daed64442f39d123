// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import dev.ketch.client.MemcachedClient;
import dev.ketch.client.MemcachedClients;
import dev.ketch.config.KetchSettings;
import dev.ketch.config.ServerListFile;
import dev.ketch.jcache.attempt.Closing;
import dev.ketch.jcache.management.ServerBeans;
import java.net.URI;

/** What the caches of a manager share while it is open. Thread-safe. */
record Shared(
        MemcachedClient client,
        ManagerSerializers serializers,
        ClassLoader classLoader,
        ServerBeans beans,
        AsyncThreads threads) {
    static Shared open(KetchSettings settings, URI uri, ClassLoader loader) {
        ManagerSerializers serializers = new ManagerSerializers(loader);
        MemcachedClient client = MemcachedClients.open(settings.client());
        try {
            ServerListFile file = settings.serverFile();
            if (file != null) {
                client.followServers(file, file.poll());
            }
            AsyncThreads threads = new AsyncThreads(
                    settings.executorQueue(), settings.client().maxQueuedBytes(), settings.executorThreads(), loader);
            return new Shared(client, serializers, loader, new ServerBeans(uri, client), threads);
        } catch (RuntimeException | Error e) {
            client.close();
            throw e;
        }
    }

    void close() {
        Closing closing = new Closing();
        closing.run(beans::close);
        closing.run(client::close);
        closing.run(threads::close);
        closing.finish("what the caches of a manager share");
    }
}
