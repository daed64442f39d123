// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.gadget;

import com.esotericsoftware.kryo.kryo5.objenesis.ObjenesisStd;
import com.mchange.v2.c3p0.PoolBackedDataSource;
import com.sun.syndication.feed.impl.ObjectBean;
import java.io.PrintWriter;
import java.io.Serializable;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.rmi.registry.LocateRegistry;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.SignedObject;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.logging.Logger;
import javax.management.BadAttributeValueExpException;
import javax.naming.Reference;
import javax.naming.Referenceable;
import javax.sql.ConnectionPoolDataSource;
import javax.sql.PooledConnection;
import org.apache.commons.beanutils.BeanComparator;
import org.apache.commons.collections.Transformer;
import org.apache.commons.collections.functors.ChainedTransformer;
import org.apache.commons.collections.functors.ConstantTransformer;
import org.apache.commons.collections.functors.InvokerTransformer;
import org.apache.commons.collections.keyvalue.TiedMapEntry;
import org.apache.commons.collections.map.LazyMap;
import org.codehaus.groovy.runtime.ConvertedClosure;
import org.codehaus.groovy.runtime.MethodClosure;

/** Published attacks on deserialization, built from the libraries themselves, with {@link Alarm} as their effect. */
final class Gadgets {

    /** An attack, and the classes that must be let in by name for it to work; none where it cannot work on this JDK. */
    record Gadget(String name, Object payload, List<String> firesWith) {
        boolean worksInJavaStreams() {
            return !firesWith.isEmpty() && !name.equals(ONLY_IN_KRYO);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** A tree that comes from a Java stream is built in the order of the stream, without comparing. */
    private static final String ONLY_IN_KRYO = "commons-beanutils: TreeMap, BeanComparator";

    private Gadgets() {}

    static List<Gadget> all() throws Exception {
        return List.of(
                new Gadget(
                        "commons-collections 3: HashMap, TiedMapEntry, LazyMap, ChainedTransformer, InvokerTransformer",
                        commonsCollections(),
                        List.of(
                                TiedMapEntry.class.getName(),
                                LazyMap.class.getName(),
                                ChainedTransformer.class.getName(),
                                ConstantTransformer.class.getName(),
                                InvokerTransformer.class.getName())),
                new Gadget(
                        "commons-collections 4: PriorityQueue, TransformingComparator, InvokerTransformer",
                        commonsCollections4(),
                        List.of(
                                "org.apache.commons.collections4.comparators.TransformingComparator",
                                "org.apache.commons.collections4.comparators.ComparableComparator",
                                "org.apache.commons.collections4.functors.InvokerTransformer")),
                new Gadget(
                        "commons-beanutils: PriorityQueue, BeanComparator",
                        beanComparatorQueue(),
                        List.of(BeanComparator.class.getName())),
                new Gadget(ONLY_IN_KRYO, beanComparatorMap(), List.of(BeanComparator.class.getName())),
                new Gadget(
                        "rome: HashMap, ObjectBean, ToStringBean",
                        rome(),
                        List.of(
                                ObjectBean.class.getName(),
                                "com.sun.syndication.feed.impl.CloneableBean",
                                "com.sun.syndication.feed.impl.EqualsBean",
                                "com.sun.syndication.feed.impl.ToStringBean")),
                new Gadget(
                        "c3p0: PoolBackedDataSource, ReferenceIndirector",
                        c3p0(),
                        List.of(
                                PoolBackedDataSource.class.getName(),
                                "com.mchange.v2.c3p0.impl.AbstractPoolBackedDataSource",
                                "com.mchange.v2.c3p0.impl.PoolBackedDataSourceBase",
                                "com.mchange.v2.c3p0.impl.IdentityTokenResolvable",
                                "com.mchange.v2.c3p0.impl.AbstractIdentityTokenized",
                                "com.mchange.v2.naming.ReferenceIndirector",
                                "javax.naming.Reference")),
                new Gadget(
                        "groovy: PriorityQueue, ConvertedClosure, MethodClosure",
                        groovy(),
                        // It closed the hole itself in 2.4.4, and older ones do not start on this JDK.
                        List.of()),
                new Gadget("spring: MethodInvokeTypeProvider", spring(), List.of()),
                new Gadget(
                        "TemplatesImpl",
                        empty("com.sun.org.apache.xalan.internal.xsltc.trax.TemplatesImpl"),
                        List.of()),
                new Gadget("JdbcRowSetImpl", empty("com.sun.rowset.JdbcRowSetImpl"), List.of()),
                new Gadget("java.rmi: a stub", LocateRegistry.getRegistry("127.0.0.1", 1), List.of()),
                new Gadget("SignedObject, a stream in a stream", signed(), List.of()),
                new Gadget("BadAttributeValueExpException", new BadAttributeValueExpException("x"), List.of()));
    }

    private static Object commonsCollections() throws Exception {
        ChainedTransformer chain = new ChainedTransformer(new Transformer[] {new ConstantTransformer("armed later")});
        Map<Object, Object> lazy = cast(LazyMap.decorate(new HashMap<>(), chain));
        Map<Object, Object> outer = new HashMap<>();
        outer.put(new TiedMapEntry(lazy, "key"), "value");
        lazy.clear();
        set(chain, "iTransformers", new Transformer[] {
            new ConstantTransformer(Alarm.class),
            new InvokerTransformer(
                    "getMethod", new Class<?>[] {String.class, Class[].class}, new Object[] {"ring", new Class<?>[0]}),
            new InvokerTransformer(
                    "invoke", new Class<?>[] {Object.class, Object[].class}, new Object[] {null, new Object[0]})
        });
        return outer;
    }

    private static Object commonsCollections4() throws Exception {
        var transformer = new org.apache.commons.collections4.functors.InvokerTransformer<Object, String>(
                "toString", new Class<?>[0], new Object[0]);
        PriorityQueue<Object> queue = new PriorityQueue<>(
                2, new org.apache.commons.collections4.comparators.TransformingComparator<>(transformer));
        queue.add(new Alarm.Bean());
        queue.add(new Alarm.Bean());
        set(transformer, "iMethodName", "getBell");
        return queue;
    }

    private static Object beanComparatorQueue() {
        PriorityQueue<Object> queue = new PriorityQueue<>(2, bellComparator());
        queue.add(new Alarm.Bean());
        queue.add(new Alarm.Bean());
        return queue;
    }

    private static Object beanComparatorMap() {
        Map<Object, Object> map = new TreeMap<>(bellComparator());
        map.put(new Alarm.Bean(), "value");
        return map;
    }

    private static Comparator<Object> bellComparator() {
        return cast(new BeanComparator<>("bell", String.CASE_INSENSITIVE_ORDER));
    }

    private static Object rome() throws Exception {
        ObjectBean inner = new ObjectBean(Alarm.Bean.class, new Alarm.Bean());
        ObjectBean key = new ObjectBean(ObjectBean.class, new ObjectBean(String.class, "armed later"));
        Map<Object, Object> map = new HashMap<>();
        map.put(key, "value");
        set(get(key, "_equalsBean"), "_obj", inner);
        return map;
    }

    private static Object c3p0() throws Exception {
        PoolBackedDataSource source = new ObjenesisStd().newInstance(PoolBackedDataSource.class);
        Field field =
                com.mchange.v2.c3p0.impl.PoolBackedDataSourceBase.class.getDeclaredField("connectionPoolDataSource");
        field.setAccessible(true);
        field.set(source, new Elsewhere());
        return source;
    }

    /** Not serializable, so c3p0 stores its reference, and follows that when it reads. */
    private static final class Elsewhere implements ConnectionPoolDataSource, Referenceable {
        @Override
        public Reference getReference() {
            return new Reference("any", Alarm.Factory.class.getName(), null);
        }

        @Override
        public PooledConnection getPooledConnection() {
            throw new UnsupportedOperationException();
        }

        @Override
        public PooledConnection getPooledConnection(String user, String password) {
            throw new UnsupportedOperationException();
        }

        @Override
        public PrintWriter getLogWriter() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void setLogWriter(PrintWriter out) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void setLoginTimeout(int seconds) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int getLoginTimeout() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Logger getParentLogger() {
            throw new UnsupportedOperationException();
        }
    }

    private static Object groovy() {
        Comparator<Object> comparator = cast(java.lang.reflect.Proxy.newProxyInstance(
                Gadgets.class.getClassLoader(),
                new Class<?>[] {Comparator.class},
                new ConvertedClosure(new MethodClosure(Alarm.class, "compare"), "compare")));
        PriorityQueue<Object> queue = new PriorityQueue<>(2, comparator);
        queue.add("a");
        queue.add("b");
        return queue;
    }

    private static Object spring() throws Exception {
        Class<?> type = Class.forName("org.springframework.core.SerializableTypeWrapper$MethodInvokeTypeProvider");
        Constructor<?> constructor = type.getDeclaredConstructors()[0];
        constructor.setAccessible(true);
        Object provider = new ObjenesisStd().newInstance(type);
        set(provider, "methodName", "ring");
        return provider;
    }

    private static Object empty(String className) throws Exception {
        return new ObjenesisStd().newInstance(Class.forName(className));
    }

    private static Object signed() throws Exception {
        KeyPairGenerator keys = KeyPairGenerator.getInstance("DSA");
        keys.initialize(1024);
        return new SignedObject(
                (Serializable) commonsCollections(), keys.generateKeyPair().getPrivate(), Signature.getInstance("DSA"));
    }

    private static Object get(Object target, String name) throws Exception {
        Field field = target.getClass().getDeclaredField(name);
        field.setAccessible(true);
        return field.get(target);
    }

    private static void set(Object target, String name, Object value) throws Exception {
        Field field = target.getClass().getDeclaredField(name);
        field.setAccessible(true);
        field.set(target, value);
    }

    @SuppressWarnings("unchecked")
    private static <T> T cast(Object object) {
        return (T) object;
    }
}
