// SPDX-License-Identifier: Apache-2.0
package dev.ketch.samples.annotations;

import java.math.BigDecimal;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A catalogue in memory that counts how often it was asked. Thread-safe. */
final class CountingCatalogue implements Catalogue {
    private final Map<String, BigDecimal> prices =
            new ConcurrentHashMap<>(Map.of("tea", new BigDecimal("4.20"), "milk", new BigDecimal("1.10")));
    private final AtomicInteger asked = new AtomicInteger();

    @Override
    public @Nullable BigDecimal price(String article) {
        asked.incrementAndGet();
        return prices.get(article);
    }

    @Override
    public void change(String article, BigDecimal price) {
        prices.put(article, price);
    }

    int asked() {
        return asked.get();
    }
}
