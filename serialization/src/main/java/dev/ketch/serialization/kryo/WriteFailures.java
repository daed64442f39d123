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

    /** From each end of a path. */
    private static final int SHOWN_STEPS = 5;

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
                "value of class [" + root + "] cannot be written" + where + ": " + reason + remedy(reason), failure);
    }

    private static String remedy(String reason) {
        if (reason.contains("Max depth exceeded")) {
            return "; raise maxDepth, or nest the objects less deep: a list in place of a chain, say";
        }
        return reason.contains("Buffer overflow") ? "; it is larger than maxValueSize: raise that" : "";
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
        if (steps.size() > 2 * SHOWN_STEPS) {
            int left = steps.size() - 2 * SHOWN_STEPS;
            steps.subList(SHOWN_STEPS, SHOWN_STEPS + left).clear();
            steps.add(SHOWN_STEPS, "... " + left + " more ...");
        }
        return String.join(" -> ", steps);
    }
}
