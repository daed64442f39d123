// SPDX-License-Identifier: Apache-2.0
package dev.ketch.config;

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
 * @param caches what holds for caches, for all of them and by name
 * @param serverFile the file that lists the servers, if it is a file
 */
public record KetchSettings(
        ClientSettings client,
        String namespace,
        int listenerQueue,
        int executorQueue,
        int executorThreads,
        CacheSections caches,
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
     * The URI of a manager whose options stand in a file.
     *
     * @param location a path, or a URL
     * @param where where that stands, for messages
     * @throws ConfigurationException if it is neither
     */
    public static URI uriOfFile(String location, String where) {
        return ConfigResource.toUri(location, where);
    }

    /** How entries become items in caches that nothing is said for. */
    public ItemSettings items() {
        return caches.base().items();
    }

    /** The same, where resources are looked for by Ketch's own class loader. */
    public static KetchSettings of(URI uri, @Nullable Properties properties) {
        ClassLoader own = KetchSettings.class.getClassLoader();
        return of(uri, properties, own == null ? ClassLoader.getSystemClassLoader() : own);
    }

    /**
     * Reads the settings of a manager.
     *
     * @param uri {@code memcached://<servers>/<namespace>?<option>=<value>&...}, or where a file with options is: a path
     *     or URL that ends with {@code .yaml} or {@code .yml}, or {@code classpath:} and a resource that does
     * @param properties more options, named {@code ketch.<option>} or {@code ketch.caches.<cache>.<option>}; other
     *     properties are left alone
     * @param loader finds resources
     * @throws ConfigurationException if something cannot be read or understood, or two things contradict each other
     * @see Option
     */
    public static KetchSettings of(URI uri, @Nullable Properties properties, ClassLoader loader) {
        return SettingsParser.parse(uri, properties == null ? new Properties() : properties, loader);
    }
}
