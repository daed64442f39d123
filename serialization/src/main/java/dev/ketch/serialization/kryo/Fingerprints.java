// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.kryo;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32C;

/**
 * Numbers that change when the written fields of a class do. Without them, bytes of an older version of a class would be
 * read into the wrong fields. Used by one thread at a time.
 */
final class Fingerprints {

    private final Map<Class<?>, Integer> known = new IdentityHashMap<>();

    int of(Class<?> type) {
        Integer fingerprint = known.get(type);
        if (fingerprint == null) {
            fingerprint = compute(type);
            known.put(type, fingerprint);
        }
        return fingerprint;
    }

    private static int compute(Class<?> type) {
        if (namesItself(type)) {
            return 0;
        }
        List<String> lines = new ArrayList<>();
        describe(type, lines, new HashSet<>());
        CRC32C sum = new CRC32C();
        for (String line : lines) {
            sum.update(line.getBytes(StandardCharsets.UTF_8));
            sum.update('\n');
        }
        return (int) sum.getValue();
    }

    /** Tells whether a class needs none: elements of arrays name their classes, and constants are written by name. */
    private static boolean namesItself(Class<?> type) {
        return type.isPrimitive() || type.isArray() || type.isEnum() || TreatmentRule.isJdk(type);
    }

    private static void describe(Class<?> type, List<String> lines, Set<Class<?>> seen) {
        if (namesItself(type) || !seen.add(type)) {
            return;
        }
        List<String> own = new ArrayList<>();
        List<Class<?>> unnamed = new ArrayList<>();
        int depth = 0;
        for (Class<?> c = type; c != null && c != Object.class; c = c.getSuperclass(), depth++) {
            for (Field field : c.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && !Modifier.isTransient(field.getModifiers())) {
                    // What is in such a field is written without its class, so its fields count as ours.
                    boolean isUnnamed = Modifier.isFinal(field.getType().getModifiers());
                    own.add(depth + (isUnnamed ? " final " : " ")
                            + field.getType().getName() + " " + field.getName());
                    if (isUnnamed) {
                        unnamed.add(field.getType());
                    }
                }
            }
        }
        // The order of getDeclaredFields is not promised; a record's components have one that counts.
        if (!type.isRecord()) {
            Collections.sort(own);
            unnamed.sort(java.util.Comparator.comparing(Class::getName));
        }
        lines.add((type.isRecord() ? "record " : "class ") + TreatmentRule.of(type));
        lines.addAll(own);
        for (Class<?> field : unnamed) {
            describe(field, lines, seen);
        }
    }
}
