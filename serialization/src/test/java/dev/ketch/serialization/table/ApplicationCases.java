// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.table;

import dev.ketch.serialization.table.Classes.*;
import dev.ketch.serialization.table.Derived.*;
import dev.ketch.serialization.table.OwnCollections.*;
import java.io.Serializable;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.util.*;

/** Classes of an application. */
final class ApplicationCases {

    private ApplicationCases() {}

    static void addTo(Cases cases) {
        records(cases);
        classes(cases);
        hooks(cases);
        subclasses(cases);
        generated(cases);
    }

    private static void records(Cases cases) {
        cases.same("record", new Point(1, -2));
        cases.same("record without components", new Empty());
        cases.same("record of primitives", new Primitives(true, (byte) 1, (short) 2, 'c', -4, 5, 6.5f, Double.NaN));
        cases.same(
                "record, nested",
                new Nested(
                        new Point(1, 2), null, List.of(Plan.PAID, Plan.FREE), new Plain("p", 1), "t", new UUID(1, 2)));
        cases.same("record, generic", new Generic<>(new BigDecimal("1.0"), List.of(BigDecimal.ONE, BigDecimal.TEN)));
        cases.structure("record of an array", new Bytes(new byte[] {1, 2}));
        cases.same("record with an accessor of its own", new Masked("secret"));
        cases.same("record with a checking constructor", new Checked(1, 2));
        cases.same("record, Serializable", new Serial("s"));
        cases.same("record with writeReplace", new Replaced("r"));
        record Local(int a, String b) {}
        cases.same("record, local", new Local(1, "b"));
        Point shared = new Point(5, 6);
        cases.same("records that share a component", List.of(new Generic<>(shared, List.of(shared)), shared));
    }

    private static void classes(Cases cases) {
        cases.singleton("enum", Plan.FREE);
        cases.singleton("enum constant with a body", Plan.PAID);
        cases.structure("enum[]", Plan.values());
        cases.same("class, not Serializable, no simple constructor", new Plain("cat", 4));
        cases.same("subclass with a field of the same name", new Hiding("dog"));
        cases.structure("fields of every type", new AllFields());
        cases.structure("class with public fields", new Bean());
        cases.structure("class with a throwing constructor", new ThrowingConstructor(5));
        cases.structure("graph with cycles", Node.tree());
        cases.structure("inner class, Serializable", Classes.inner());
        cases.structure("inner class", Classes.plainInner());
        cases.structure("local class with captured variables", Classes.local(3, "abc"));
        cases.same("anonymous subclass with a captured variable", Classes.anonymous("c"));
        cases.structure("class array", new Plain[] {new Plain("a", 1), null, new Hiding("b")});
        cases.structure("field of an abstract type", new Holder(new ArrayList<>(List.of(new Point(1, 2)))));
        cases.refused(
                "object that holds a lambda",
                new Holder((Runnable) () -> {}),
                "what it holds is code of its JVM: make the field transient");
        cases.refused("object that holds a Thread", new Holder(new Thread()), "what it holds belongs to its JVM");
    }

    private static void hooks(Cases cases) {
        cases.singleton("singleton by readResolve", Singleton.INSTANCE);
        cases.structure(
                "singleton in many places",
                new Object[] {Singleton.INSTANCE, Singleton.INSTANCE, new Holder(Singleton.INSTANCE)});
        cases.singleton("constant by inherited readResolve", Multiton.TWO);
        cases.structure("private readResolve of the superclass", new NotResolved());
        cases.same("writeReplace with what is not Serializable", new Box(new Plain("p", 1)));
        Box box = new Box("b");
        cases.same("writeReplace, shared", List.of(box, box, "x"));
        cases.structure("writeReplace by itself", new ReplacedByItself());
        cases.same("readObject that computes a transient hash", new TransientHash("id"));
        cases.structure("Externalizable with transient fields", new External("x"));
        cases.structure("exception with a field", new Failure("outer", 7, new IllegalStateException("inner")));
    }

    private static void subclasses(Cases cases) {
        cases.same("subclass of ArrayList with a field", new NamedList("n", List.of("a")));
        NamedLinkedList linked = new NamedLinkedList();
        linked.add("a");
        cases.same("subclass of LinkedList with a field", linked);
        NamedMap map = new NamedMap();
        map.put("a", 1);
        map.name = "changed";
        cases.same("subclass of HashMap with fields", map);
        NamedTreeMap tree = new NamedTreeMap();
        tree.put("a", 1);
        cases.same("subclass of TreeMap with a field", tree);
        cases.same("own List", new Pair<>(new Plain("a", 1), "b"));
        cases.same("own Serializable List of plain objects", new SerialPair<>(new Plain("a", 1), "b"));
        cases.same("subclass of Date", new MyDate(5));
        cases.structure("subclass of Number", new MyNumber(5));
        cases.same("list in double braces, static", doubleBraces());
        cases.refused(
                "list in double braces, in an object",
                new ApplicationCases().braced(),
                "a subclass of a JDK collection that holds the object around it, which is not `Serializable`");
    }

    @SuppressWarnings({"serial", "DoubleBraceInitialization"})
    private static List<String> doubleBraces() {
        return new ArrayList<>() {
            {
                add("a");
                add("b");
            }
        };
    }

    @SuppressWarnings({"serial", "DoubleBraceInitialization"})
    private List<String> braced() {
        return new ArrayList<>() {
            {
                add("a" + ApplicationCases.this.hashCode());
            }
        };
    }

    private static void generated(Cases cases) {
        SerializableSupplier<String> lambda = () -> "l";
        cases.structure("lambda, Serializable", lambda);
        cases.structure("method reference, Serializable", (SerializableSupplier<Integer>) "abc"::length);
        cases.refused("lambda", (Runnable) () -> {}, "code of its JVM");
        Object proxy = Proxy.newProxyInstance(
                ApplicationCases.class.getClassLoader(), new Class<?>[] {Greeter.class}, new Handler());
        cases.structure("proxy with a Serializable handler", proxy);
        cases.refused(
                "proxy",
                Proxy.newProxyInstance(
                        ApplicationCases.class.getClassLoader(), new Class<?>[] {Greeter.class}, (p, m, a) -> 1),
                "its handler is not `Serializable`");
        cases.structure("comparator of the JDK", Comparator.reverseOrder());
        cases.structure(
                "Comparator.comparing of a Serializable lambda",
                Comparator.comparing((java.util.function.Function<String, Integer> & Serializable) String::length));
    }
}
