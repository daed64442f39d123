// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache.management;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ketch.jcache.store.FlawCounts;
import java.lang.management.ManagementFactory;
import java.net.URI;
import javax.cache.configuration.MutableConfiguration;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CacheBeansTest {
    private static final URI MANAGER = URI.create("memcached://h1:1,h2:2/beans?timeout=1s");
    private static final String MANAGER_KEY = "memcached.//h1.1.h2.2/beans.timeout.1s";

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final CacheStatistics statistics = new CacheStatistics();
    private final CacheBeans beans = new CacheBeans(
            MANAGER,
            "a:b=c,d\ne*f?g\"h",
            new MutableConfiguration<String, Integer>().setTypes(String.class, Integer.class),
            statistics,
            new FlawCounts("c"),
            () -> 3);
    private final CacheBeans twin = new CacheBeans(
            MANAGER,
            "a:b=c,d\ne*f?g\"h",
            new MutableConfiguration<>(),
            new CacheStatistics(),
            new FlawCounts("twin"),
            () -> 0);

    @AfterEach
    void close() {
        beans.close();
        twin.close();
    }

    @Test
    void bothAreThereWhileShown() throws Exception {
        statistics.setEnabled(true);
        statistics.hits(1);
        beans.showConfiguration(true);
        beans.showConfiguration(true);
        beans.showStatistics(true);
        beans.showStatistics(true);

        assertThat(server.getAttribute(name("CacheConfiguration"), "KeyType")).isEqualTo("java.lang.String");
        assertThat(server.getAttribute(name("CacheConfiguration"), "ValueType")).isEqualTo("java.lang.Integer");
        assertThat(server.getAttribute(name("CacheConfiguration"), "StoreByValue"))
                .isEqualTo(true);
        assertThat(server.getAttribute(name("CacheStatistics"), "CacheHits")).isEqualTo(1L);
        assertThat(server.getAttribute(name("CacheStatistics"), "CacheHitPercentage"))
                .isEqualTo(100f);

        server.invoke(name("CacheStatistics"), "clear", new Object[0], new String[0]);
        assertThat(statistics.hits()).isZero();

        beans.showStatistics(false);
        assertThat(server.isRegistered(name("CacheStatistics"))).isFalse();
        assertThat(server.isRegistered(name("CacheConfiguration"))).isTrue();

        beans.close();
        assertThat(server.isRegistered(name("CacheConfiguration"))).isFalse();
    }

    @Test
    void onceClosedNothingIsShownAgain() throws Exception {
        beans.close();
        beans.showConfiguration(true);
        beans.showStatistics(true);

        assertThat(server.isRegistered(name("CacheConfiguration"))).isFalse();
        assertThat(server.isRegistered(name("CacheStatistics"))).isFalse();
    }

    @Test
    void aCacheOfTheSameNameNeitherFailsNorTakesTheBean() throws Exception {
        beans.showConfiguration(true);
        twin.showConfiguration(true);
        twin.close();

        assertThat(server.getAttribute(name("CacheConfiguration"), "KeyType")).isEqualTo("java.lang.String");
    }

    private static ObjectName name(String type) throws Exception {
        return new ObjectName("javax.cache:type=" + type + ",CacheManager=" + MANAGER_KEY + ",Cache=a.b.c.d.e.f.g.h");
    }
}
