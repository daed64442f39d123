// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.kryo;

import com.esotericsoftware.kryo.kryo5.KryoException;
import org.jspecify.annotations.Nullable;

/** Carries the name of a class that cannot be written up to where the path to it is known. */
final class UnsupportedTypeException extends KryoException {

    private static final long serialVersionUID = 1L;

    private final String typeName;
    private final String remedy;

    UnsupportedTypeException(String typeName, String remedy, @Nullable Throwable cause) {
        super("class [" + typeName + "] cannot be written", cause);
        this.typeName = typeName;
        this.remedy = remedy;
    }

    String typeName() {
        return typeName;
    }

    String remedy() {
        return remedy;
    }
}
