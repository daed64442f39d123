// SPDX-License-Identifier: Apache-2.0
package dev.ketch.benchmarks.serialization;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** What a shop keeps of an order: identifiers, names, times, amounts, and one to four lines. */
record Purchase(
        long id,
        UUID reference,
        String customer,
        String email,
        Instant placed,
        State state,
        List<Line> lines,
        BigDecimal total) {

    enum State {
        PLACED,
        PAID,
        SHIPPED,
        RETURNED
    }

    record Line(String article, String description, int quantity, BigDecimal price) {}
}
