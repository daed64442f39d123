// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

/** What {@code unwrap} has in common wherever JSR-107 asks for it. */
final class Unwrapping {
    private Unwrapping() {}

    /** The first of the candidates that is of the type. */
    static <T> T of(Class<T> type, Object... candidates) {
        for (Object candidate : candidates) {
            if (type.isInstance(candidate)) {
                return type.cast(candidate);
            }
        }
        throw new IllegalArgumentException(
                "cannot unwrap to " + type.getName() + "; only to what this object is made of");
    }
}
