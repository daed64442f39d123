// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache.management;

import dev.ketch.jcache.store.Flaw;
import dev.ketch.jcache.store.FlawCounts;
import java.util.Map;
import java.util.TreeMap;

/** Shows what kept items from being entries. Thread-safe. */
final class ItemsBean implements ItemsMXBean {
    private final FlawCounts flaws;

    ItemsBean(FlawCounts flaws) {
        this.flaws = flaws;
    }

    @Override
    public long getUnreadable() {
        return flaws.total();
    }

    @Override
    public Map<String, Long> getUnreadableByCause() {
        Map<String, Long> counts = new TreeMap<>();
        for (Flaw flaw : Flaw.values()) {
            counts.put(flaw.name(), flaws.count(flaw));
        }
        return counts;
    }
}
