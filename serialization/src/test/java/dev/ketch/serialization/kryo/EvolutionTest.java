// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.kryo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ketch.serialization.SerializationException;
import dev.ketch.serialization.Serializer;
import dev.ketch.serialization.Serializers;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bytes of one version of a class meet another version: they are read as they were meant, or refused. */
class EvolutionTest {

    private static final String STREAMED =
            " implements java.io.Serializable { private static final long serialVersionUID = 1; private void"
                    + " readObject(java.io.ObjectInputStream in) throws Exception { in.defaultReadObject(); } ";

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a field more          | class App { int a = 1; }         | class App { int a = 1; int b; }",
                "a field less          | class App { int a = 1; int b; }  | class App { int a = 1; }",
                "another name          | class App { int a = 1; }         | class App { int b = 1; }",
                "names of one hash     | class App { int Aa = 1; }        | class App { int BB = 1; }",
                "another type          | class App { int a = 1; }         | class App { long a = 1; }",
                "moved to a superclass | class App { int a = 1; }         | class App extends Base { } class Base { int a; }",
                "a component more      | record App(int a) { App() { this(1); } }        | record App(int a, int b) { }",
                "components swapped    | record App(int a, int b) { App() { this(1, 2); } } | record App(int b, int a) { }",
                "a record now          | class App { int a = 1; }         | record App(int a) { }",
                "an enum now           | class App { }                    | enum App { A }",
                "transient now         | class App { int a = 1; }         | class App { transient int a; }",
                "a final part changed  | class App { Part p = new Part(); } final class Part { int a = 1; }"
                        + "| class App { Part p; } final class Part { int a; int b; }",
                "a record part changed | class App { Part p = new Part(1, 2); } record Part(int a, int b) { }"
                        + "| class App { Part p; } record Part(int b, int a) { }",
                "a part of a part      | record App(Part p) { App() { this(new Part()); } } final class Part { In i = new In(); }"
                        + " final class In { int a = 1; } | record App(Part p) { } final class Part { In i; } final class In { short a; }",
                "a constant less       | class App { Kind k = Kind.B; } enum Kind { A, B } | class App { Kind k; } enum Kind { A }",
                "readResolve now       | class App implements java.io.Serializable { int a = 1; }"
                        + "| class App implements java.io.Serializable { int a; Object readResolve() { return this; } }"
            })
    void isRefused(String name, String before, String after) throws Exception {
        byte[] bytes = write(before);
        assertThatThrownBy(() -> read(after, bytes)).as(name).isInstanceOf(SerializationException.class);
        assertThat(read(before, bytes).getClass().getName()).isEqualTo("app.App");
    }

    @Test
    void messageNamesTheClass() throws Exception {
        byte[] bytes = write("class App { int a = 1; }");
        assertThatThrownBy(() -> read("class App { int a; String b; }", bytes))
                .hasMessageContaining("class [app.App] had other fields when the value was written");
    }

    @Test
    void whatDoesNotChangeFieldsIsRead() throws Exception {
        byte[] bytes = write("class App { int a = 5; Kind k = Kind.B; transient int t; enum Kind { A, B } }");
        Object back = read("class App { static int s; Kind k; int a; void m() { } enum Kind { X, B, A } }", bytes);
        assertThat(back).hasFieldOrPropertyWithValue("a", 5);
        assertThat(back).extracting("k").hasToString("B");
    }

    @Test
    void javaSerializationFollowsItsOwnRules() throws Exception {
        byte[] bytes = write("class App" + STREAMED + "int a = 5; int gone = 6; }");
        Object back = read("class App" + STREAMED + "int a; String added = \"x\"; }", bytes);
        assertThat(back).hasFieldOrPropertyWithValue("a", 5).hasFieldOrPropertyWithValue("added", null);
        byte[] other = write("class App" + STREAMED.replace("UID = 1", "UID = 2") + "int a = 5; }");
        assertThatThrownBy(() -> read("class App" + STREAMED + "int a; }", other))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("serialVersionUID");
    }

    private byte[] write(String source) throws Exception {
        try (URLClassLoader loader = compile(source)) {
            var constructor = loader.loadClass("app.App").getDeclaredConstructor();
            constructor.setAccessible(true);
            // Twice, so that the second is named by number.
            Object value = constructor.newInstance();
            return Serializers.kryo(loader).serialize(new ArrayList<>(List.of(value, "x", constructor.newInstance())));
        }
    }

    private Object read(String source, byte[] bytes) throws Exception {
        try (URLClassLoader loader = compile(source)) {
            Serializer serializer = Serializers.kryo(loader);
            return ((List<?>) serializer.deserialize(bytes, 0, bytes.length)).get(0);
        }
    }

    private URLClassLoader compile(String source) throws Exception {
        Path version = Files.createTempDirectory(directory, "version");
        Path file = Files.writeString(version.resolve("App.java"), "package app; " + source.strip());
        int result = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-proc:none", "-d", version.toString(), file.toString());
        assertThat(result).isZero();
        return new URLClassLoader(new URL[] {version.toUri().toURL()}, EvolutionTest.class.getClassLoader());
    }
}
