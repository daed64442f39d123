// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.kryo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ketch.serialization.SerializationException;
import dev.ketch.serialization.Serializer;
import dev.ketch.serialization.Serializers;
import dev.ketch.serialization.kryo.Samples.Customer;
import dev.ketch.serialization.kryo.Samples.Node;
import dev.ketch.serialization.kryo.Samples.Order;
import java.io.ByteArrayInputStream;
import java.net.Socket;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UnsupportedTypesTest {

    private final Serializer serializer = Serializers.kryo(getClass().getClassLoader());

    @Test
    void namesClassPathAndRemedy() {
        Customer customer = new Customer();
        customer.worker = new Thread();
        assertThatThrownBy(() -> serializer.serialize(new Order(customer, Map.of())))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("value of class [" + Order.class.getName() + "]")
                .hasMessageContaining("class [java.lang.Thread]")
                .hasMessageContaining("customer (" + Order.class.getName() + ")")
                .hasMessageMatching("(?s).*customer.* -> .*worker.*")
                .hasMessageContaining("transient");
    }

    @Test
    void pathLeadsThroughCollectionsRecordsAndMaps() {
        record Page(String title, List<Object> orders) {}
        Customer customer = new Customer();
        customer.worker = new Thread();
        Page page = new Page("p", List.of("fine", Map.of("order", new Order(customer, Map.of()))));
        assertThatThrownBy(() -> serializer.serialize(page))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("value of class [" + Page.class.getName() + "]")
                .hasMessageContaining(
                        "path [orders (" + Page.class.getName() + ") -> element 1 -> map value -> customer ("
                                + Order.class.getName() + ") -> worker (" + Customer.class.getName() + ")]");
    }

    @Test
    void refusesWhatBelongsToItsJvm() {
        Runnable lambda = () -> {};
        Customer holder = new Customer();
        holder.callback = lambda;
        for (Object value : List.of(
                lambda,
                holder,
                new Thread(),
                new Thread() {},
                new Socket(),
                new ByteArrayInputStream(new byte[1]),
                getClass().getClassLoader(),
                new Object(),
                List.of(new Thread()),
                Map.of("k", new Order(holder, Map.of())))) {
            assertThatThrownBy(() -> serializer.serialize(value))
                    .isInstanceOf(SerializationException.class)
                    .hasMessageContaining("cannot be written: class [");
        }
    }

    @Test
    void nullFieldsOfSuchTypesAreFine() {
        byte[] bytes = serializer.serialize(new Order(new Customer(), Map.of()));
        Order order = (Order) serializer.deserialize(bytes, 0, bytes.length);
        assertThat(order.customer.worker).isNull();
    }

    @Test
    void namesTheClassInsideAJavaStream() {
        Object synchronizedList = Collections.synchronizedList(new java.util.ArrayList<>(List.of(new Customer())));
        assertThatThrownBy(() -> serializer.serialize(synchronizedList))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("class [" + Customer.class.getName() + "]")
                .hasMessageContaining("java.io.Serializable");
        assertThatThrownBy(() -> Serializers.java(getClass().getClassLoader()).serialize(new Customer()))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining(Customer.class.getName())
                .hasMessageContaining("java.io.Serializable");
    }

    @Test
    void tooDeepIsAnErrorAndTheNextValueIsWritten() {
        Node root = new Node("root");
        Node last = root;
        for (int i = 0; i < 100_000; i++) {
            Node next = new Node("n");
            last.children.add(next);
            last = next;
        }
        assertThatThrownBy(() -> serializer.serialize(root)).isInstanceOf(SerializationException.class);
        assertThat(serializer.serialize("next")).isNotEmpty();
    }
}
