// SPDX-License-Identifier: Apache-2.0
package dev.ketch;

import javax.cache.CacheException;

/** A server was asked to change something and has not answered: it may have done so, or not. */
public class UnknownOutcomeException extends CacheException {
    private static final long serialVersionUID = 1L;

    private final String cacheName;
    private final String server;

    /**
     * @param cacheName the cache whose operation it was
     * @param server the server's name, as configured
     * @param problem what went wrong, a sentence
     */
    public UnknownOutcomeException(String cacheName, String server, String problem) {
        super("cache [" + cacheName + "]: it is unknown whether server [" + server + "] has done the operation: "
                + problem + ". Read the entry again before you rely on it");
        this.cacheName = cacheName;
        this.server = server;
    }

    /** The cache whose operation it was. */
    public String getCacheName() {
        return cacheName;
    }

    /** The server's name, as configured: {@code host:port}. */
    public String getServer() {
        return server;
    }
}
