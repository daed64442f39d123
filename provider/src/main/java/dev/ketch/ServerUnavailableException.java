// SPDX-License-Identifier: Apache-2.0
package dev.ketch;

import java.util.Collection;
import java.util.List;
import javax.cache.CacheException;

/**
 * An operation needed a memcached server that could not be asked or did not answer, and its result could not be made up
 * for. Nothing was changed there by it: what may have been is an {@link UnknownOutcomeException}. It is never retried for
 * the caller.
 */
public class ServerUnavailableException extends CacheException {
    private static final long serialVersionUID = 1L;

    private final String cacheName;
    private final List<String> servers;

    /**
     * @param cacheName the cache whose operation failed
     * @param servers the names of the servers concerned, as configured
     * @param problem what went wrong, a sentence
     */
    public ServerUnavailableException(String cacheName, Collection<String> servers, String problem) {
        super("cache [" + cacheName + "]: servers " + List.copyOf(servers) + " unavailable: " + problem);
        this.cacheName = cacheName;
        this.servers = List.copyOf(servers);
    }

    /** The cache whose operation failed. */
    public String getCacheName() {
        return cacheName;
    }

    /** The names of the servers concerned, as configured: {@code host:port}. */
    public List<String> getServers() {
        return servers;
    }
}
