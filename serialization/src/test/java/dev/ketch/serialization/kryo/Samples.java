// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.kryo;

import java.io.Externalizable;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Classes of an application, of many sorts. */
final class Samples {

    private Samples() {}

    enum Plan {
        FREE,
        PAID {
            @Override
            boolean billed() {
                return true;
            }
        };

        boolean billed() {
            return false;
        }
    }

    record Point(int x, int y) {}

    record Line(Point from, @Nullable Point to, List<Plan> plans, Object any) {}

    /** A singleton, as caching frameworks have them for null. */
    static final class NullMark implements Serializable {
        private static final long serialVersionUID = 1L;
        static final NullMark INSTANCE = new NullMark();

        private NullMark() {}

        private Object readResolve() {
            return INSTANCE;
        }
    }

    /** Neither Serializable nor with a constructor without arguments. */
    static class Animal {
        private final String name;
        private final int legs;

        Animal(String name, int legs) {
            this.name = Objects.requireNonNull(name);
            this.legs = legs;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other != null
                    && other.getClass() == getClass()
                    && ((Animal) other).name.equals(name)
                    && ((Animal) other).legs == legs;
        }

        @Override
        public int hashCode() {
            return name.hashCode() * 31 + legs;
        }

        @Override
        public String toString() {
            return getClass().getSimpleName() + " " + name + " " + legs;
        }
    }

    static class Dog extends Animal {
        /** Hides the field of the superclass. */
        private final String name = "dog";

        Dog(String name) {
            super(name, 4);
        }

        String kind() {
            return name;
        }
    }

    static final class Beagle extends Dog {
        Beagle(String name) {
            super(name);
        }
    }

    static final class Node {
        final String label;
        final List<Node> children = new ArrayList<>();

        @Nullable
        Node parent;

        Node(String label) {
            this.label = label;
        }
    }

    static final class Failure extends RuntimeException {
        private static final long serialVersionUID = 1L;
        final int code;

        Failure(String message, int code, Throwable cause) {
            super(message, cause);
            this.code = code;
        }
    }

    static final class TransientHash implements Serializable {
        private static final long serialVersionUID = 1L;
        final String id;
        transient int hash;

        TransientHash(String id) {
            this.id = id;
            this.hash = id.hashCode();
        }

        private void readObject(java.io.ObjectInputStream in) throws Exception {
            in.defaultReadObject();
            hash = id.hashCode();
        }
    }

    static final class External implements Externalizable {
        private static final long serialVersionUID = 1L;

        @Nullable
        String text;

        public External() {}

        @Override
        public void writeExternal(ObjectOutput out) throws java.io.IOException {
            out.writeUTF("external " + text);
        }

        @Override
        public void readExternal(ObjectInput in) throws java.io.IOException {
            text = in.readUTF();
        }
    }

    static final class NamedList extends ArrayList<String> {
        private static final long serialVersionUID = 1L;
        final String name;

        NamedList(String name, List<String> elements) {
            super(elements);
            this.name = name;
        }
    }

    static final class Order {
        final Customer customer;
        final Map<String, Object> extras;

        Order(Customer customer, Map<String, Object> extras) {
            this.customer = customer;
            this.extras = extras;
        }
    }

    static final class Customer {
        @Nullable
        Thread worker;

        @Nullable
        Runnable callback;
    }
}
