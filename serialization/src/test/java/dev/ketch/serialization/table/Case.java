// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.table;

import dev.ketch.serialization.SerializationException;
import dev.ketch.serialization.Serializer;
import dev.ketch.serialization.testing.Structure;

/** One line of the table: a value, and what becomes of it. */
record Case(String name, Object value, Kind kind, String reason) {

    enum Kind {
        /** Same class, equal, same hash code, same structure. */
        SAME,
        /** Same class and structure; the class has no equals of its own, or one that arrays defeat. */
        STRUCTURE,
        /** The very same object. */
        SINGLETON,
        /** Something else, for a reason. */
        CHANGED,
        /** An error when it is written, for a reason. */
        REFUSED
    }

    boolean passes() {
        return kind == Kind.SAME || kind == Kind.STRUCTURE || kind == Kind.SINGLETON;
    }

    /** Returns "ok", or what is not as it should be. */
    String run(Serializer serializer) {
        Object back;
        int size;
        try {
            byte[] bytes = serializer.serialize(value);
            size = bytes.length;
            back = serializer.deserialize(bytes, 0, bytes.length);
        } catch (SerializationException e) {
            boolean expected = kind == Kind.REFUSED && e.getMessage().contains("class [");
            return expected ? "refused" : e.getMessage();
        }
        if (size == 0) {
            return "no bytes";
        }
        String difference = Structure.difference(value, back);
        return switch (kind) {
            case SINGLETON -> back == value ? "ok" : "another instance";
            case STRUCTURE -> difference == null ? "ok" : difference;
            case SAME -> difference != null ? difference : compareByEquals(back);
            case CHANGED -> difference != null ? "changed" : "is not changed at all";
            case REFUSED -> "is not refused";
        };
    }

    private String compareByEquals(Object back) {
        if (!value.equals(back) || !back.equals(value)) {
            return "not equal";
        }
        return value.hashCode() == back.hashCode() ? "ok" : "another hash code";
    }

    String expected() {
        return passes() ? "ok" : kind == Kind.CHANGED ? "changed" : "refused";
    }
}
