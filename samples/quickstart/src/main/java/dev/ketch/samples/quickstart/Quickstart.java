// SPDX-License-Identifier: Apache-2.0
package dev.ketch.samples.quickstart;

import dev.ketch.testkit.embedded.EmbeddedMemcached;
import java.io.PrintStream;
import java.net.URI;
import java.util.Properties;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.spi.CachingProvider;

/**
 * Runs the tour of {@link Tour}: against servers given by {@code -Dservers=host:11211,host2:11211}, else against a
 * memcached written in Java that is started in this process. {@code -Dseconds=N} says how long the load at the end
 * lasts (default 2).
 */
public final class Quickstart {
    private Quickstart() {}

    public static void main(String[] args) throws Exception {
        int status = run(System.getProperty("servers", ""), Integer.getInteger("seconds", 2), System.out);
        if (status != 0) {
            System.exit(status);
        }
    }

    /**
     * Runs the tour.
     *
     * @return 0 where all went well, 1 where the servers failed
     */
    static int run(String servers, int seconds, PrintStream out) throws Exception {
        if (!servers.isBlank()) {
            return tour(servers, seconds, out);
        }
        try (EmbeddedMemcached embedded = EmbeddedMemcached.start()) {
            out.println("No -Dservers given: this is a memcached written in Java, inside this process, at "
                    + embedded.address() + ".");
            int status = tour(embedded.address(), seconds, out);
            out.println();
            out.println("The same on servers of your own:");
            out.println("    mvn -Pquickstart -Dservers=host:11211,host2:11211");
            return status;
        }
    }

    private static int tour(String servers, int seconds, PrintStream out) {
        try (CachingProvider provider = Caching.getCachingProvider()) {
            URI uri = URI.create("memcached://" + servers + "/quickstart");
            // A tour wants to be told if a server is lost; by default caches would go on without it.
            Properties options = new Properties();
            options.setProperty("ketch.onUnavailable", "fail");
            // And waits for a JVM that is still cold.
            options.setProperty("ketch.timeout", "10s");
            options.setProperty("ketch.connectTimeout", "10s");
            out.println("Provider " + provider.getClass().getName() + ", manager " + uri);
            try (CacheManager manager = provider.getCacheManager(uri, null, options)) {
                new Tour(manager, out).run(seconds);
            }
            return 0;
        } catch (CacheException e) {
            out.println();
            out.println("The quickstart ends here: " + e.getMessage());
            return 1;
        }
    }
}
