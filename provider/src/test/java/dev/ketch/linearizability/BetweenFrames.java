// SPDX-License-Identifier: Apache-2.0
package dev.ketch.linearizability;

import dev.ketch.KetchCachingProvider;
import dev.ketch.testkit.MemcachedProcess;
import java.io.IOException;
import java.net.URI;
import javax.cache.Cache;
import javax.cache.configuration.Configuration;
import javax.cache.configuration.MutableConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A cache in two JVMs, as it were, of which one can be let in between any two frames of the other. */
abstract class BetweenFrames {
    /** The server has one worker, so that it does what it is sent in the order in which it is sent. */
    final MemcachedProcess server = MemcachedProcess.start("-t", "1");

    final KetchCachingProvider first = new KetchCachingProvider();
    final KetchCachingProvider second = new KetchCachingProvider();
    FrameRelay relay;
    Cache<String, Long> here;
    Cache<String, Long> there;

    @BeforeEach
    void open() throws IOException {
        relay = new FrameRelay(server.host(), server.port());
        here = here(new MutableConfiguration<>());
        there = open(second, server.address(), new MutableConfiguration<>());
    }

    Cache<String, Long> here(Configuration<String, Long> configuration) {
        return open(first, relay.address(), configuration);
    }

    static Cache<String, Long> open(
            KetchCachingProvider provider, String address, Configuration<String, Long> configuration) {
        URI uri = URI.create("memcached://" + address + "/between?onUnavailable=fail&timeout=10s&connectTimeout=10s");
        return provider.getCacheManager(uri, null).createCache("register", configuration);
    }

    @AfterEach
    void close() throws IOException {
        first.close();
        second.close();
        relay.close();
        server.close();
    }
}
