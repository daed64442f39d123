// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.table;

import java.io.*;
import java.util.*;
import java.util.function.Supplier;

/** Classes as applications have them. */
@SuppressWarnings("unused")
final class Classes {

    private Classes() {}

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

    record Empty() {}

    record Primitives(boolean a, byte b, short c, char d, int e, long f, float g, double h) {}

    record Nested(Point from, Point to, List<Plan> plans, Object any, String text, UUID id) {}

    record Generic<T>(T value, List<T> values) {}

    record Bytes(byte[] bytes) {}

    /** Its accessor gives something else than what it holds. */
    record Masked(String secret) {
        @Override
        public String secret() {
            return "***";
        }
    }

    record Checked(int from, int to) {
        Checked {
            if (from > to) {
                throw new IllegalArgumentException(from + " > " + to);
            }
        }
    }

    private record Private(String text) {}

    record Serial(String text) implements Serializable {}

    record Replaced(String text) implements Serializable {
        private Object writeReplace() {
            return new ReplacedForm(text);
        }
    }

    private record ReplacedForm(String text) implements Serializable {
        private Object readResolve() {
            return new Replaced(text);
        }
    }

    /** Neither Serializable nor with a constructor without arguments. */
    static class Plain {
        private final String name;
        private final int number;

        Plain(String name, int number) {
            this.name = Objects.requireNonNull(name);
            this.number = number;
        }

        @Override
        public boolean equals(Object other) {
            return other != null
                    && other.getClass() == getClass()
                    && ((Plain) other).name.equals(name)
                    && ((Plain) other).number == number;
        }

        @Override
        public int hashCode() {
            return name.hashCode() * 31 + number;
        }
    }

    static class Hiding extends Plain {
        /** Hides the field of the superclass. */
        private final String name = "hidden";

        Hiding(String name) {
            super(name, 1);
        }
    }

    static final class AllFields {
        boolean a = true;
        byte b = 1;
        short c = -2;
        char d = 'x';
        int e = -3;
        long f = 1L << 50;
        float g = 1.5f;
        double h = -0.1;
        Integer boxed = 5;
        String text = "t";
        String none;
        Plan plan = Plan.PAID;
        int[] numbers = {1, 2};
        String[] texts = {"a", null};
        Plain[] plains = {new Plain("a", 1), new Hiding("b")};
        Point point = new Point(1, 2);
        Optional<String> optional = Optional.of("o");
        Object any = new Point(3, 4);
        Comparable<?> comparable = 7L;
    }

    public static class Bean {
        public String text = "public";
        public int number = 7;
        private transient String skipped;

        public String getText() {
            return text;
        }
    }

    static final class ThrowingConstructor {
        final int number;

        ThrowingConstructor() {
            throw new IllegalStateException("never called");
        }

        ThrowingConstructor(int number) {
            this.number = number;
        }
    }

    static final class Node {
        final String label;
        final List<Node> children = new ArrayList<>();
        Node parent;
        Node twin;

        Node(String label) {
            this.label = label;
        }

        static Node tree() {
            Node root = new Node("root");
            Node child = new Node("child");
            child.parent = root;
            root.children.add(child);
            root.children.add(child);
            root.twin = root;
            return root;
        }
    }

    class Inner implements Serializable {
        final int id = 7;
    }

    class PlainInner {
        final int id = 8;
    }

    static Inner inner() {
        return new Classes().new Inner();
    }

    static PlainInner plainInner() {
        return new Classes().new PlainInner();
    }

    static Object local(int captured, String text) {
        class Local {
            int sum() {
                return captured + text.length();
            }
        }
        return new Local();
    }

    static Object anonymous(String captured) {
        return new Plain("anonymous", 1) {
            String captured() {
                return captured;
            }
        };
    }

    static final class Singleton implements Serializable {
        static final Singleton INSTANCE = new Singleton();

        private Object readResolve() {
            return INSTANCE;
        }
    }

    /** Its readResolve is inherited, as protected methods are. */
    static class Multiton implements Serializable {
        static final Multiton ONE = new Multiton("one");
        static final Multiton TWO = new Multiton("two");
        private final String name;

        Multiton(String name) {
            this.name = name;
        }

        protected Object readResolve() {
            return name.equals("one") ? ONE : TWO;
        }
    }

    static class PrivateResolve implements Serializable {
        private Object readResolve() {
            return null;
        }
    }

    /** A private readResolve is not inherited. */
    static final class NotResolved extends PrivateResolve {
        String text = "t";
    }

    /** Made of a form that holds what is not serializable. */
    static final class Box implements Serializable {
        private final transient Object content;
        private final transient List<Object> list;

        Box(Object content) {
            this.content = content;
            this.list = Collections.singletonList(content);
        }

        private Object writeReplace() {
            return new BoxForm(content);
        }

        private void readObject(ObjectInputStream in) throws InvalidObjectException {
            throw new InvalidObjectException("only the form is read");
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Box && ((Box) other).content.equals(content);
        }

        @Override
        public int hashCode() {
            return content.hashCode();
        }
    }

    private static final class BoxForm implements Serializable {
        private final Object content;

        BoxForm(Object content) {
            this.content = content;
        }

        private Object readResolve() {
            return new Box(content);
        }
    }

    static final class ReplacedByItself implements Serializable {
        String text = "same";

        private Object writeReplace() {
            return this;
        }
    }

    static final class TransientHash implements Serializable {
        final String id;
        transient int hash;

        TransientHash(String id) {
            this.id = id;
            this.hash = id.hashCode();
        }

        private void readObject(ObjectInputStream in) throws Exception {
            in.defaultReadObject();
            hash = id.hashCode();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof TransientHash && ((TransientHash) other).id.equals(id);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }

    public static final class External implements Externalizable {
        transient String text;

        public External() {}

        External(String text) {
            this.text = text;
        }

        @Override
        public void writeExternal(ObjectOutput out) throws IOException {
            out.writeUTF(text);
        }

        @Override
        public void readExternal(ObjectInput in) throws IOException {
            text = in.readUTF();
        }
    }

    static final class Failure extends RuntimeException {
        final int code;

        Failure(String message, int code, Throwable cause) {
            super(message, cause);
            this.code = code;
        }
    }

    interface Greeter {
        String greet();
    }

    static final class Handler implements java.lang.reflect.InvocationHandler, Serializable {
        final String text = "hello";

        @Override
        public Object invoke(Object proxy, java.lang.reflect.Method method, Object[] arguments) {
            return method.getName().equals("hashCode") ? (Object) 1 : text;
        }
    }

    static final class Holder {
        final Object held;

        Holder(Object held) {
            this.held = held;
        }
    }

    interface SerializableSupplier<T> extends Supplier<T>, Serializable {}
}
