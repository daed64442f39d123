// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ketch.serialization.ClassDeniedException;
import dev.ketch.serialization.ClassPolicy;
import dev.ketch.serialization.SerializationException;
import dev.ketch.serialization.Serializer;
import dev.ketch.serialization.Serializers;
import java.io.Serializable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.RandomAccess;
import org.junit.jupiter.api.Test;

/** Every list of interfaces is a class that stays: there is an end to those that bytes can ask for. */
class ProxyListsTest {
    private static final ClassLoader LOADER = ProxyListsTest.class.getClassLoader();

    /** Answers nothing. */
    static final class Silent implements InvocationHandler, Serializable {
        private static final long serialVersionUID = 1L;

        @Override
        public Object invoke(Object proxy, Method method, Object[] arguments) {
            return method.getName().equals("hashCode") ? (Object) 1 : null;
        }
    }

    private static final Class<?>[] MARKERS = {
        Serializable.class,
        Cloneable.class,
        RandomAccess.class,
        java.util.EventListener.class,
        java.io.ObjectInputValidation.class,
        java.util.function.IntSupplier.class
    };

    private static void permute(List<Class<?>> begun, List<Class<?>[]> lists) {
        if (begun.size() == MARKERS.length) {
            lists.add(begun.toArray(Class<?>[]::new));
            return;
        }
        for (Class<?> marker : MARKERS) {
            if (!begun.contains(marker)) {
                List<Class<?>> more = new ArrayList<>(begun);
                more.add(marker);
                permute(more, lists);
            }
        }
    }

    @Test
    void onlySoManyListsAreRead() {
        List<Class<?>[]> lists = new ArrayList<>();
        permute(List.of(), lists);
        assertThat(lists).hasSizeGreaterThan(ProxyLists.MOST + 1);
        Serializer writer = Serializers.kryo(LOADER);
        List<byte[]> proxies = new ArrayList<>();
        for (Class<?>[] list : lists.subList(0, ProxyLists.MOST + 1)) {
            proxies.add(writer.serialize(Proxy.newProxyInstance(LOADER, list, new Silent())));
        }
        Serializer reader = Serializers.kryo(LOADER);
        for (byte[] bytes : proxies.subList(0, ProxyLists.MOST)) {
            assertThat(Proxy.isProxyClass(
                            reader.deserialize(bytes, 0, bytes.length).getClass()))
                    .isTrue();
        }
        byte[] first = proxies.get(0);
        byte[] last = proxies.get(ProxyLists.MOST);
        assertThatThrownBy(() -> reader.deserialize(last, 0, last.length))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("256");
        assertThat(Proxy.isProxyClass(reader.deserialize(first, 0, first.length).getClass()))
                .isTrue();
    }

    @Test
    void aStrictPolicyWantsAnInterfaceOfTheUsers() {
        Object proxy =
                Proxy.newProxyInstance(LOADER, new Class<?>[] {Serializable.class, RandomAccess.class}, new Silent());
        String handler = Silent.class.getName();
        for (boolean kryo : new boolean[] {true, false}) {
            byte[] bytes = (kryo ? Serializers.kryo(LOADER) : Serializers.java(LOADER)).serialize(proxy);
            ClassPolicy without = ClassPolicy.strict(List.of(handler));
            Serializer refusing = kryo ? Serializers.kryo(LOADER, without) : Serializers.java(LOADER, without);
            assertThatThrownBy(() -> refusing.deserialize(bytes, 0, bytes.length))
                    .isInstanceOfSatisfying(ClassDeniedException.class, e -> assertThat(e.setting())
                            .isEqualTo("allowClasses=java.io.Serializable"));
            ClassPolicy with = ClassPolicy.strict(List.of(handler, "java.util.RandomAccess"));
            Serializer reading = kryo ? Serializers.kryo(LOADER, with) : Serializers.java(LOADER, with);
            assertThat(reading.deserialize(bytes, 0, bytes.length)).isNotNull();
        }
    }
}
