// SPDX-License-Identifier: Apache-2.0
package dev.ketch.samples.quickstart;

import java.math.BigDecimal;
import java.util.List;

/** What the tour keeps in its cache. */
record Order(String customer, List<String> articles, BigDecimal total) {}
