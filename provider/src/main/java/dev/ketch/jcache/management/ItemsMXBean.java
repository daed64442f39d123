// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache.management;

import java.util.Map;

/** The items of a cache that were read and did not count as entries, for operators; of this JVM, since it was opened. */
public interface ItemsMXBean {
    /** How many they were. Each was a miss. */
    long getUnreadable();

    /** The same by cause: the names of {@link dev.ketch.jcache.store.Flaw}. */
    Map<String, Long> getUnreadableByCause();
}
