// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.hibernate;

import dev.ketch.serialization.testing.Structure;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What Hibernate handed to its caches in one run. Guarded by itself. */
final class Capture {

    private final Set<String> keys = new TreeSet<>();
    private final TreeMap<String, String> sizes = new TreeMap<>();
    private final List<String> faults = new ArrayList<>();

    synchronized void key(String region, Object key, Object back, String name, String nameOfBack, int size) {
        keys.add(region + "\t" + key.getClass().getName() + "\t" + name);
        sizes.put(key.getClass().getName(), size + " B");
        check(region, key, back);
        if (!key.equals(back) || key.hashCode() != back.hashCode() || !name.equals(nameOfBack)) {
            faults.add(region + ": key " + key + " is not equal to itself");
        }
    }

    synchronized void value(String region, Object value, Object back, int size) {
        sizes.put(value.getClass().getName(), size + " B");
        check(region, value, back);
    }

    private void check(String region, Object object, Object back) {
        String difference = Structure.difference(object, back);
        if (difference != null) {
            faults.add(region + ": " + object.getClass() + ": " + difference);
        }
    }

    /** Returns region, class and canonical bytes of each key, in order. */
    synchronized List<String> keys() {
        return List.copyOf(keys);
    }

    /** Returns the classes of keys and values, each with the size of the last one. */
    synchronized TreeMap<String, String> sizes() {
        return new TreeMap<>(sizes);
    }

    synchronized List<String> faults() {
        return List.copyOf(faults);
    }
}
