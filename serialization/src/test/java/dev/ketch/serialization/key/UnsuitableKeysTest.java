// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ketch.serialization.SerializationException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UnsuitableKeysTest {

    static final class Plain {
        final int id = 1;
    }

    static final class Node implements Serializable {
        private static final long serialVersionUID = 1L;

        @Nullable
        Node next;
    }

    record Holder(Object content) {}

    private final KeyCodec codec = new KeyCodec();

    @Test
    void namesTheClassThatIsNotSerializable() {
        assertThatThrownBy(() -> codec.encode(new Plain()))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining(Plain.class.getName())
                .hasMessageContaining("Serializable");
        assertThatThrownBy(() -> codec.encode(List.of(new Holder(new Plain()))))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining(Plain.class.getName());
        assertThatThrownBy(() -> codec.encode(new Thread()))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("java.lang.Thread");
    }

    @Test
    void refusesLambdas() {
        Runnable lambda = (Runnable & Serializable) () -> {};
        assertThatThrownBy(() -> codec.encode(lambda))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("lambda");
    }

    @Test
    void refusesKeysThatContainThemselves() {
        Node node = new Node();
        node.next = node;
        List<Object> list = new ArrayList<>();
        list.add(list);
        Map<String, Object> map = new HashMap<>();
        map.put("me", map);
        Object[] array = new Object[1];
        array[0] = array;
        for (Object cyclic : List.of(node, new Holder(list), new Holder(map), new Holder(array))) {
            assertThatThrownBy(() -> codec.encode(cyclic))
                    .isInstanceOf(SerializationException.class)
                    .hasMessageContaining("contains itself");
        }
    }

    @Test
    void refusesHugeKeys() {
        assertThatThrownBy(() -> codec.encode("x".repeat(2 << 20)))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("1048576 bytes");
        // A small graph that unfolds to 2^100 elements.
        Object doubled = "x";
        for (int i = 0; i < 100; i++) {
            doubled = List.of(doubled, doubled);
        }
        Object bomb = doubled;
        assertThatThrownBy(() -> codec.encode(bomb)).isInstanceOf(SerializationException.class);
    }

    @Test
    void otherClassesOfTheJdkGoByJavaSerialization() {
        assertThat(codec.encode(new AtomicInteger(1))).isNotEqualTo(codec.encode(new AtomicInteger(2)));
    }
}
