// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import java.util.List;
import java.util.Objects;

/** What {@code unwrap} has in common wherever JSR-107 asks for it. */
final class Unwrapping {
    private Unwrapping() {}

    /**
     * The first of the candidates that is of the type.
     *
     * @param what whatever is unwrapped, for the message
     * @param offered the types that users know the candidates by, for the message
     */
    static <T> T of(Class<T> type, Object what, List<Class<?>> offered, Object... candidates) {
        Objects.requireNonNull(type, "type");
        for (Object candidate : candidates) {
            if (type.isInstance(candidate)) {
                return type.cast(candidate);
            }
        }
        throw refused(type, what, offered);
    }

    static IllegalArgumentException refused(Class<?> type, Object what, List<Class<?>> offered) {
        return new IllegalArgumentException(what + " cannot be unwrapped to [" + type.getName() + "], only to "
                + offered.stream().map(Class::getName).toList());
    }
}
