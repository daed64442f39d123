// SPDX-License-Identifier: Apache-2.0
package dev.ketch.samples.annotations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ketch.testkit.MemcachedProcess;
import dev.ketch.testkit.junit.Memcached;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.cache.CacheManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

@Memcached(count = 2)
class PricesTest {
    private final String servers;
    private final CountingCatalogue catalogue = new CountingCatalogue();
    private AnnotationConfigApplicationContext shop;
    private Prices prices;

    PricesTest(List<MemcachedProcess> servers) {
        this.servers = servers.get(0).address() + "," + servers.get(1).address();
    }

    @BeforeEach
    void open() {
        shop = AnnotationsSample.open(servers, catalogue);
        prices = shop.getBean(Prices.class);
        prices.forgetAll();
        shop.getBean(CacheManager.class).getCache("totals").clear();
    }

    @AfterEach
    void close() {
        shop.close();
    }

    @Test
    void aPriceIsAskedForOnce() {
        assertThat(prices.of("tea")).isEqualTo("4.20");
        assertThat(prices.of("tea")).isEqualTo("4.20");
        assertThat(prices.of("milk")).isEqualTo("1.10");
        assertThat(catalogue.asked()).isEqualTo(2);
    }

    @Test
    void thatThereIsNoSuchArticleIsAskedForOnce() {
        assertThat(prices.of("caviar")).isNull();
        assertThat(prices.of("caviar")).isNull();
        assertThat(catalogue.asked()).isEqualTo(1);
    }

    @Test
    void aTotalIsAskedForOnceForEachPairOfArguments() {
        assertThat(prices.total("tea", 2)).isEqualTo("8.40");
        assertThat(prices.total("tea", 2)).isEqualTo("8.40");
        assertThat(catalogue.asked()).isEqualTo(1);
        assertThat(prices.total("tea", 3)).isEqualTo("12.60");
        assertThat(prices.total("milk", 2)).isEqualTo("2.20");
        assertThat(catalogue.asked()).isEqualTo(3);
    }

    @Test
    void anExceptionIsNotCached() {
        for (int i = 1; i <= 2; i++) {
            assertThatThrownBy(() -> prices.total("caviar", 1)).hasMessage("no article [caviar]");
            assertThat(catalogue.asked()).isEqualTo(i);
        }
    }

    @Test
    void aChangedPriceIsReadFromTheCache() {
        prices.of("tea");
        prices.set("tea", new BigDecimal("4.50"));
        assertThat(prices.of("tea")).isEqualTo("4.50");
        assertThat(catalogue.asked()).isEqualTo(1);
    }

    @Test
    void whatIsForgottenIsAskedForAgain() {
        prices.of("tea");
        prices.of("milk");
        prices.forget("tea");
        prices.of("tea");
        prices.of("milk");
        assertThat(catalogue.asked()).isEqualTo(3);
        prices.forgetAll();
        prices.of("tea");
        prices.of("milk");
        assertThat(catalogue.asked()).isEqualTo(5);
    }

    @Test
    void theCacheIsTheOneThatJCacheShows() {
        prices.of("tea");
        assertThat(shop.getBean(CacheManager.class).getCache("prices").get("tea"))
                .isEqualTo(new BigDecimal("4.20"));
    }

    @Test
    void whatIsCachedOutlivesTheApplication() {
        prices.of("tea");
        shop.close();
        CountingCatalogue other = new CountingCatalogue();
        shop = AnnotationsSample.open(servers, other);
        assertThat(shop.getBean(Prices.class).of("tea")).isEqualTo("4.20");
        assertThat(other.asked()).isZero();
    }

    @Test
    void theSamplePrintsHowOftenTheCatalogueWasAsked() {
        shop.close();
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        AnnotationsSample.run(servers, new PrintStream(printed, true, StandardCharsets.UTF_8));
        assertThat(printed.toString(StandardCharsets.UTF_8).lines())
                .hasSize(4)
                .satisfiesExactly(
                        line -> assertThat(line).contains("4.20").endsWith("asked: 1"),
                        line -> assertThat(line).contains("4.20").endsWith("asked: 1"),
                        line -> assertThat(line).contains("4.50").endsWith("asked: 1"),
                        line -> assertThat(line).contains("4.50").endsWith("asked: 2"));
    }
}
