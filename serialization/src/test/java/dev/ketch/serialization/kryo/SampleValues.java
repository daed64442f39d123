// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.kryo;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The values of the round trips, for the tests of other packages. */
public final class SampleValues {

    /** The patterns that a strict policy needs for them, beyond its own. */
    public static final List<String> ALLOWED = List.of(
            Samples.class.getName(),
            SampleValues.class.getName(),
            RoundTripTest.class.getName(),
            "java.awt.Color",
            "java.net.URL");

    /** An interface that a proxy can have. */
    public interface Greeting {
        String greet();
    }

    record Handler(String text) implements java.lang.reflect.InvocationHandler, Serializable {
        @Override
        public Object invoke(Object proxy, java.lang.reflect.Method method, Object[] arguments) {
            return text;
        }
    }

    private SampleValues() {}

    public static List<Object> all() throws Exception {
        List<Object> values = new ArrayList<>(RoundTripTest.values().toList());
        values.add(new Samples.Failure("outer", 7, new IllegalStateException("inner")));
        values.add(Samples.NullMark.INSTANCE);
        values.add(new Samples.TransientHash("id"));
        values.add(Map.of("k", new Samples.External()));
        TreeMap<String, Object> sorted = new TreeMap<>(lambda());
        sorted.put("a", 1);
        sorted.put("b", Samples.Plan.PAID);
        values.add(sorted);
        values.add(List.of(proxy()));
        return values;
    }

    static Comparator<String> lambda() {
        return (Comparator<String> & Serializable) (a, b) -> b.compareTo(a);
    }

    static Supplier<String> supplier() {
        return (Supplier<String> & Serializable) () -> "supplied";
    }

    static Object proxy() {
        return java.lang.reflect.Proxy.newProxyInstance(
                SampleValues.class.getClassLoader(), new Class<?>[] {Greeting.class}, new Handler("hello"));
    }
}
