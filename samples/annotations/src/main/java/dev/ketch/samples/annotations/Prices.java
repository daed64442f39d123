// SPDX-License-Identifier: Apache-2.0
package dev.ketch.samples.annotations;

import java.math.BigDecimal;
import javax.cache.annotation.CacheDefaults;
import javax.cache.annotation.CacheKey;
import javax.cache.annotation.CachePut;
import javax.cache.annotation.CacheRemove;
import javax.cache.annotation.CacheRemoveAll;
import javax.cache.annotation.CacheResult;
import javax.cache.annotation.CacheValue;
import org.jspecify.annotations.Nullable;

/** Prices as the application asks for them. Thread-safe if its catalogue is. */
@CacheDefaults(cacheName = "prices")
public class Prices {
    private final Catalogue catalogue;

    /** Asks and changes that catalogue. */
    public Prices(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** The price, or null where there is no such article: both are cached. */
    @CacheResult
    public @Nullable BigDecimal of(String article) {
        return catalogue.price(article);
    }

    /** The price of so many of an article that there is, cached by both arguments, in a cache of its own. */
    @CacheResult(cacheName = "totals")
    public BigDecimal total(String article, int count) {
        BigDecimal price = catalogue.price(article);
        if (price == null) {
            throw new IllegalArgumentException("no article [" + article + "]");
        }
        return price.multiply(BigDecimal.valueOf(count));
    }

    /** Changes the price in the catalogue, then in the cache; where the catalogue throws, the cache is left alone. */
    @CachePut
    public void set(@CacheKey String article, @CacheValue BigDecimal price) {
        catalogue.change(article, price);
    }

    /** Has the catalogue asked again for this article. */
    @CacheRemove
    public void forget(String article) {}

    /** Has the catalogue asked again for every article. */
    @CacheRemoveAll
    public void forgetAll() {}
}
