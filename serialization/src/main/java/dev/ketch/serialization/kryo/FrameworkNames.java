// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.kryo;

import com.esotericsoftware.kryo.kryo5.KryoException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Names of classes that Hibernate stores by the million, each longer than what most of their objects hold. In the stream
 * the place in this list stands for the name, so it only ever grows, at its end. The classes need not exist: they are
 * found by name, and checked, as all others are.
 */
final class FrameworkNames {

    private static final String SPI = "org.hibernate.cache.spi.";
    private static final String INTERNAL = "org.hibernate.cache.internal.";

    private static final List<String> NAMES = List.of(
            SPI + "support.AbstractReadWriteAccess$Item",
            SPI + "support.AbstractReadWriteAccess$SoftLockImpl",
            SPI + "entry.StandardCacheEntryImpl",
            SPI + "entry.CollectionCacheEntry",
            INTERNAL + "BasicCacheKeyImplementation",
            INTERNAL + "CacheKeyImplementation",
            INTERNAL + "NaturalIdCacheKey",
            INTERNAL + "QueryResultsCacheImpl$CacheItem",
            "org.hibernate.query.internal.QueryParameterBindingsImpl$ParameterBindingsMementoImpl",
            "org.hibernate.sql.results.jdbc.internal.CachedJdbcValuesMetadata");

    private static final Map<String, Integer> CODES = new HashMap<>();

    static {
        for (int i = 0; i < NAMES.size(); i++) {
            CODES.put(NAMES.get(i), i);
        }
    }

    private FrameworkNames() {}

    /** Returns the code of a name, or -1 if it has none. */
    static int codeOf(String name) {
        return CODES.getOrDefault(name, -1);
    }

    static String nameOf(int code) {
        if (code < 0 || code >= NAMES.size()) {
            throw new KryoException("no class has the code " + code);
        }
        return NAMES.get(code);
    }
}
