// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.kryo;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Numbers that change when the written fields of a class do. Without them, bytes of an older version of a class would be
 * read into the wrong fields. Used by one thread at a time.
 */
final class Fingerprints {

    private final Map<Class<?>, Integer> known = new IdentityHashMap<>();

    int of(Class<?> type) {
        return known.computeIfAbsent(type, Fingerprints::compute);
    }

    private static int compute(Class<?> type) {
        if (type.isArray() || type.isEnum() || TreatmentRule.isJdk(type)) {
            // Their elements name themselves; constants are written by name.
            return 0;
        }
        List<String> fields = new ArrayList<>();
        int depth = 0;
        for (Class<?> c = type; c != null && c != Object.class; c = c.getSuperclass(), depth++) {
            for (Field field : c.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && !Modifier.isTransient(field.getModifiers())) {
                    fields.add(depth + " " + field.getType().getName() + " " + field.getName());
                }
            }
        }
        // The order of getDeclaredFields is not promised; a record's components have one that counts.
        if (!type.isRecord()) {
            Collections.sort(fields);
        }
        return fields.hashCode();
    }
}
