// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.fuzz;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Knows the classes of the tests and of the JDK, and spares the search of all jars for names that a fuzzer made up. */
final class QuickLoader extends ClassLoader {
    private static final int MOST_REMEMBERED = 10_000;
    private final ClassLoader tests = QuickLoader.class.getClassLoader();
    private final Map<String, Class<?>> known = new HashMap<>();
    private final Set<String> unknown = new HashSet<>();

    @Override
    protected synchronized Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        Class<?> type = known.get(name);
        if (type != null) {
            return type;
        }
        if (unknown.contains(name)) {
            throw new ClassNotFoundException(name);
        }
        try {
            type = name.startsWith("dev.ketch.") || name.startsWith("jaz.")
                    ? Class.forName(name, false, tests)
                    : Class.forName(name, false, getPlatformClassLoader());
        } catch (ClassNotFoundException e) {
            if (unknown.size() < MOST_REMEMBERED) {
                unknown.add(name);
            }
            throw e;
        }
        known.put(name, type);
        return type;
    }
}
