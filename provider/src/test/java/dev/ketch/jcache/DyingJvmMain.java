// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import dev.ketch.KetchCachingProvider;
import dev.ketch.client.MemcachedClient;
import dev.ketch.client.Server;
import java.net.URI;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import javax.cache.Cache;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;

/** A JVM that puts 1, then takes the server for lost and puts 2; arguments are URI and milliseconds until expiry. */
final class DyingJvmMain {
    private DyingJvmMain() {}

    public static void main(String[] args) throws Exception {
        MutableConfiguration<String, Long> configuration = Jvms.<String, Long>plain()
                .setExpiryPolicyFactory(
                        CreatedExpiryPolicy.factoryOf(new Duration(TimeUnit.MILLISECONDS, Long.parseLong(args[1]))));
        try (KetchCachingProvider provider = new KetchCachingProvider()) {
            Cache<String, Long> cache =
                    provider.getCacheManager(URI.create(args[0]), null).createCache("orders", configuration);
            long before = System.currentTimeMillis();
            cache.put("k", 1L);
            long after = System.currentTimeMillis();
            MemcachedClient client = cache.unwrap(MemcachedClient.class);
            Server server = client.servers().get(0);
            client.markOffline(server);
            cache.put("k", 2L);
            System.out.println(String.format(
                    Locale.ROOT,
                    "done %d %d %d",
                    before,
                    after,
                    client.status(server).journal()));
            // Until it is killed.
            while (System.in.read() >= 0) {
                // Nothing is asked of it.
            }
        }
    }
}
