// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.kryo;

import com.esotericsoftware.kryo.kryo5.KryoException;
import dev.ketch.serialization.SerializationException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns what went wrong in writing into a message that names class, path and remedy. */
final class WriteFailures {

    private static final String TRACE = "Serialization trace:\n";

    private WriteFailures() {}

    static SerializationException explain(Object value, Throwable failure) {
        String root = value.getClass().getName();
        String path = path(failure);
        String where = path.isEmpty() ? "" : ", path [" + path + "]";
        UnsupportedTypeException unsupported = unsupported(failure);
        if (unsupported != null) {
            return new SerializationException(
                    "value of class [" + root + "] cannot be written: class [" + unsupported.typeName() + "]" + where
                            + ": " + unsupported.remedy(),
                    failure);
        }
        if (failure instanceof StackOverflowError) {
            return new SerializationException(
                    "value of class [" + root + "] cannot be written: its objects are nested too deep", failure);
        }
        String message = String.valueOf(failure.getMessage());
        int trace = message.indexOf(TRACE);
        String reason =
                trace < 0 ? failure.toString() : message.substring(0, trace).strip();
        return new SerializationException(
                "value of class [" + root + "] cannot be written" + where + ": " + reason, failure);
    }

    private static @Nullable UnsupportedTypeException unsupported(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof UnsupportedTypeException) {
                return (UnsupportedTypeException) t;
            }
        }
        return null;
    }

    /** Kryo lists "field (class)" lines from the innermost outwards. */
    private static String path(Throwable failure) {
        List<String> steps = new ArrayList<>();
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof KryoException && t.getMessage() != null) {
                int trace = t.getMessage().indexOf(TRACE);
                if (trace >= 0) {
                    List<String> lines = new ArrayList<>(t.getMessage()
                            .substring(trace + TRACE.length())
                            .lines()
                            .toList());
                    Collections.reverse(lines);
                    steps.addAll(lines);
                }
            }
        }
        return String.join(" -> ", steps);
    }
}
