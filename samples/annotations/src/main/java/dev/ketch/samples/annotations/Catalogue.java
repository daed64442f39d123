// SPDX-License-Identifier: Apache-2.0
package dev.ketch.samples.annotations;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Where prices come from, and slowly: what the cache is to spare. */
public interface Catalogue {
    /** The price, or null where there is no such article. */
    @Nullable
    BigDecimal price(String article);

    /** Changes the price. */
    void change(String article, BigDecimal price);
}
