// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization;

import java.util.Objects;

/** Thrown when stored bytes name a class that the {@link ClassPolicy} refuses. The class has not been loaded for them. */
public final class ClassDeniedException extends SerializationException {

    private static final long serialVersionUID = 1L;

    private final String className;
    private final String setting;

    ClassDeniedException(String className, String setting, String reason) {
        super("class [" + className + "] is refused: " + reason);
        this.className = Objects.requireNonNull(className);
        this.setting = Objects.requireNonNull(setting);
    }

    /** Returns the name of the class; of an array, that of its elements. It comes from the bytes, so from anybody. */
    public String className() {
        return className;
    }

    /** Returns the line of configuration that would let the class in: {@code allowClasses=com.acme.Order}. */
    public String setting() {
        return setting;
    }
}
