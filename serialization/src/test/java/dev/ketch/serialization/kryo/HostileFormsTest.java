// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.kryo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.esotericsoftware.kryo.kryo5.io.Output;
import dev.ketch.serialization.ClassDeniedException;
import dev.ketch.serialization.ClassPolicy;
import dev.ketch.serialization.SerializationException;
import dev.ketch.serialization.Serializer;
import dev.ketch.serialization.Serializers;
import dev.ketch.serialization.kryo.Samples.Point;
import dev.ketch.serialization.stream.ObjectStreams;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.cache.interceptor.SimpleKey;
import org.springframework.cache.support.NullValue;

/** Forged bytes of the forms that single classes have. */
@Timeout(60)
class HostileFormsTest {
    private static final ClassLoader LOADER = HostileFormsTest.class.getClassLoader();

    /** One that no language tag tells. */
    @SuppressWarnings("deprecation")
    private static final Locale OLD = new Locale("no", "NO", "NY");

    /** What stands before the stream in the long form of a locale. */
    private static byte[] prefixOfALocale() throws Exception {
        byte[] bytes = Serializers.kryo(LOADER).serialize(OLD);
        byte[] stream = ObjectStreams.write(OLD);
        for (int i = 0; i + 4 <= bytes.length; i++) {
            if (Arrays.equals(bytes, i, i + 4, stream, 0, 4)) {
                return Arrays.copyOf(bytes, i);
            }
        }
        throw new AssertionError("no stream");
    }

    @Test
    void aLocaleIsNoWayRoundThePolicy() throws Exception {
        byte[] prefix = prefixOfALocale();
        byte[] stream = ObjectStreams.write(new java.net.URL("http://127.0.0.1/"));
        try (Output out = new Output(4096)) {
            out.writeBytes(prefix, 0, prefix.length - 4);
            out.writeInt(stream.length);
            out.writeBytes(stream);
            byte[] bytes = out.toBytes();
            Serializer strict = Serializers.kryo(LOADER, ClassPolicy.strict(List.of()));
            assertThatThrownBy(() -> strict.deserialize(bytes, 0, bytes.length))
                    .isInstanceOf(ClassDeniedException.class)
                    .hasMessageContaining("java.net.URL");
            Serializer denying = Serializers.kryo(LOADER, ClassPolicy.open().denying(List.of("java.net.URL")));
            assertThatThrownBy(() -> denying.deserialize(bytes, 0, bytes.length))
                    .isInstanceOf(ClassDeniedException.class);
        }
        byte[] honest = Serializers.kryo(LOADER).serialize(OLD);
        assertThat(Serializers.kryo(LOADER, ClassPolicy.strict(List.of())).deserialize(honest, 0, honest.length))
                .isEqualTo(OLD);
    }

    @Test
    void patternsThatTakeForEverToCompileAreNotCompiled() {
        Serializer serializer = Serializers.kryo(LOADER);
        Pattern equivalent = Pattern.compile("a\u0300\u0316+", Pattern.CANON_EQ | Pattern.DOTALL);
        byte[] bytes = serializer.serialize(equivalent);
        Pattern back = (Pattern) serializer.deserialize(bytes, 0, bytes.length);
        assertThat(back.pattern()).isEqualTo(equivalent.pattern());
        assertThat(back.flags()).isEqualTo(equivalent.flags());
        assertThat(back.matcher("a\u0316\u0300").matches()).isTrue();

        // Forged: the flag put into the plain form, with marks whose permutations are tried one by one.
        StringBuilder marks = new StringBuilder("a");
        for (int i = 0; i < 20; i++) {
            marks.append((char) (0x0300 + i)).append((char) (0x0316 + i));
        }
        byte[] plain = serializer.serialize(Pattern.compile(marks.toString()));
        plain[plain.length - 1] = (byte) 0x80;
        byte[] forged = Arrays.copyOf(plain, plain.length + 1);
        forged[plain.length] = 1;
        assertThatThrownBy(() -> serializer.deserialize(forged, 0, forged.length))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("canonical equivalence");
    }

    @Test
    void classesOfFrameworksCanBeDenied() {
        for (Object value : List.of(NullValue.INSTANCE, new SimpleKey("a", 1))) {
            String name = value.getClass().getName();
            byte[] bytes = Serializers.kryo(LOADER).serialize(value);
            Serializer denying = Serializers.kryo(LOADER, ClassPolicy.open().denying(List.of(name)));
            assertThatThrownBy(() -> denying.deserialize(bytes, 0, bytes.length))
                    .isInstanceOf(ClassDeniedException.class)
                    .hasMessageContaining(name);
            assertThat(denying.serialize(value)).isEqualTo(bytes);
            Serializer strict = Serializers.kryo(LOADER, ClassPolicy.strict(List.of()));
            assertThat(strict.deserialize(bytes, 0, bytes.length)).isEqualTo(value);
        }
    }

    @Test
    void aPatternForAClassRoundAnotherIsWhatTheRefusalNames() {
        byte[] bytes = Serializers.kryo(LOADER).serialize(new Point(1, 2));
        String outer = Samples.class.getName();
        Serializer denying = Serializers.kryo(LOADER, ClassPolicy.open().denying(List.of(outer)));
        assertThatThrownBy(() -> denying.deserialize(bytes, 0, bytes.length))
                .isInstanceOfSatisfying(ClassDeniedException.class, e -> {
                    assertThat(e.setting()).isEqualTo("denyClasses without " + outer);
                    assertThat(e.className()).isEqualTo(outer + "$Point");
                });
    }
}
