// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ketch.serialization.ClassPolicy;
import dev.ketch.serialization.SerializationException;
import org.junit.jupiter.api.Test;

class JavaSerializerTest {
    private final JavaSerializer serializer = new JavaSerializer(
            JavaSerializerTest.class.getClassLoader(), ClassPolicy.open().withLimits(100, 1000, 10_000, 1000));

    /** Or it would replace what can be read. */
    @Test
    void whatCouldNotBeReadIsNotWritten() {
        byte[] fits = new byte[900];
        assertThat(serializer.deserialize(serializer.serialize(fits), 0, serializer.serialize(fits).length))
                .isEqualTo(fits);
        assertThatThrownBy(() -> serializer.serialize(new byte[1000]))
                .isInstanceOf(SerializationException.class)
                .hasMessageContainingAll("class [[B]", "the limit is 1000", "maxValueSize");
    }
}
