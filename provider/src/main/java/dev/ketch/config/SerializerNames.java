// SPDX-License-Identifier: Apache-2.0
package dev.ketch.config;

import java.util.List;

/** What may be said of a serializer before its class is looked for. */
final class SerializerNames {
    private static final List<String> OURS = List.of("kryo", "java", "string", "bytes");

    private SerializerNames() {}

    /**
     * Returns a name that is one of ours, or may be one of a class.
     *
     * @throws IllegalArgumentException if it is neither; the message says what to write
     */
    static String check(String name) {
        if (OURS.contains(name) || isClassName(name)) {
            return name;
        }
        List<String> near =
                OURS.stream().filter(known -> NearMatch.isNear(name, known)).toList();
        throw new IllegalArgumentException(
                "write " + Option.Type.SERIALIZER.form() + (near.isEmpty() ? "" : "; did you mean " + near + "?"));
    }

    /** A class in no package has a name like a slip for one of ours, and is not worth the doubt. */
    private static boolean isClassName(String name) {
        if (name.indexOf('.') < 1 || name.endsWith(".")) {
            return false;
        }
        return name.chars().allMatch(c -> c == '.' || Character.isJavaIdentifierPart(c));
    }
}
