// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.kryo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ketch.serialization.SerializationException;
import dev.ketch.serialization.Serializer;
import dev.ketch.serialization.Serializers;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Values of classes that only the given loader knows. */
class ClassLoaderTest {

    private final Path directory;

    ClassLoaderTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void resolvesByTheGivenLoader() throws Exception {
        compile();
        try (URLClassLoader loader = loader()) {
            for (Serializer serializer : List.of(Serializers.kryo(loader), Serializers.java(loader))) {
                for (String name : List.of("app.Item", "app.Special")) {
                    Object item = loader.loadClass(name).getConstructor().newInstance();
                    byte[] bytes = serializer.serialize(List.of(item));
                    List<?> back = (List<?>) serializer.deserialize(bytes, 0, bytes.length);
                    assertThat(back.get(0).getClass()).isSameAs(item.getClass());
                    Serializer other = Serializers.kryo(getClass().getClassLoader());
                    if (serializer.id() == other.id()) {
                        assertThatThrownBy(() -> other.deserialize(bytes, 0, bytes.length))
                                .isInstanceOf(SerializationException.class)
                                .hasMessageContaining("app.");
                    }
                }
            }
        }
    }

    @Test
    void loaderCanBeCollected() throws Exception {
        compile();
        WeakReference<ClassLoader> gone = useAndForget();
        for (int i = 0; i < 100 && gone.get() != null; i++) {
            System.gc();
            // Soft references go when memory is asked for; none should hold the loader, but the JDK's may.
            Thread.onSpinWait();
        }
        assertThat(gone.get()).isNull();
    }

    private WeakReference<ClassLoader> useAndForget() throws Exception {
        try (URLClassLoader loader = loader()) {
            Serializer serializer = Serializers.kryo(loader);
            Object item = loader.loadClass("app.Item").getConstructor().newInstance();
            byte[] bytes = serializer.serialize(item);
            assertThat(serializer.deserialize(bytes, 0, bytes.length).getClass())
                    .isSameAs(item.getClass());
            return new WeakReference<>(loader);
        }
    }

    private URLClassLoader loader() throws Exception {
        return new URLClassLoader(new URL[] {directory.toUri().toURL()}, ClassLoaderTest.class.getClassLoader());
    }

    private void compile() throws Exception {
        Path item = Files.writeString(
                directory.resolve("Item.java"),
                "package app; public class Item implements java.io.Serializable { int number = 5; Kind kind = Kind.A;"
                        + " enum Kind { A } }");
        Path special = Files.writeString(
                directory.resolve("Special.java"),
                "package app; public class Special extends Item { private Object writeReplace() { return this; } }");
        int result = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-proc:none", "-d", directory.toString(), item.toString(), special.toString());
        assertThat(result).isZero();
    }
}
