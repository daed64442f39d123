// SPDX-License-Identifier: Apache-2.0
package dev.ketch.config;

import dev.ketch.OnUnavailable;
import dev.ketch.client.ClientSettings;
import java.net.URI;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a cache manager. Immutable.
 *
 * @param client what the memcached client needs to know
 * @param namespace first part of every key on the wire; caches of one name in one namespace share their entries
 * @param listenerQueue how many events may wait for one asynchronous listener
 * @param executorQueue how many asynchronous operations may be under way or wait
 * @param executorThreads how many threads run them at most, where there are no virtual ones
 * @param onUnavailable what caches do without their servers, unless they have a say of their own
 * @param items how entries become items, unless a cache has a say of its own
 * @param serverFile the file that lists the servers, if it is a file
 */
public record KetchSettings(
        ClientSettings client,
        String namespace,
        int listenerQueue,
        int executorQueue,
        int executorThreads,
        OnUnavailable onUnavailable,
        ItemSettings items,
        @Nullable ServerListFile serverFile) {
    /** What is used where no URI is given. */
    public static final URI DEFAULT_URI = URI.create("memcached://localhost:11211/ketch");

    /**
     * Reads a list of servers, written like the option {@code servers}.
     *
     * @throws ConfigurationException if it cannot be understood
     */
    public static List<ClientSettings.Node> servers(String list) {
        return ServerList.parse(list, "[" + list + "]");
    }

    /**
     * Reads the settings of a manager.
     *
     * @param uri {@code memcached://<servers>/<namespace>?<option>=<value>&...}
     * @param properties more options, named {@code ketch.<option>}; other properties are left alone
     * @throws ConfigurationException if something cannot be understood, or URI and properties contradict each other
     * @see Option
     */
    public static KetchSettings of(URI uri, @Nullable Properties properties) {
        return SettingsParser.parse(uri, properties == null ? new Properties() : properties);
    }
}
