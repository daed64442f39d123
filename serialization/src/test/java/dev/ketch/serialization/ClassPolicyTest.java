// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.esotericsoftware.kryo.kryo5.io.Output;
import java.io.ByteArrayOutputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClassPolicyTest {

    /** Notes which classes it is asked for. */
    private static final class NotingLoader extends URLClassLoader {
        final List<String> asked = new ArrayList<>();

        NotingLoader() {
            super(new URL[0], ClassPolicyTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            asked.add(name);
            return super.loadClass(name, resolve);
        }
    }

    static final class Loud implements Serializable {
        private static final long serialVersionUID = 1L;

        static {
            System.setProperty("ketch.test.loud", "initialized");
        }
    }

    private final ClassPolicy policy = ClassPolicy.open();

    @Test
    void refusesFamiliesOfGadgets() {
        for (String name : List.of(
                "org.apache.commons.collections.functors.InvokerTransformer",
                "org.apache.commons.collections4.functors.InvokerTransformer",
                "org.codehaus.groovy.runtime.MethodClosure",
                "com.sun.org.apache.xalan.internal.xsltc.trax.TemplatesImpl",
                "com.sun.rowset.JdbcRowSetImpl",
                "com.mchange.v2.c3p0.WrapperConnectionPoolDataSource",
                "org.springframework.beans.factory.ObjectFactory",
                "java.rmi.server.UnicastRemoteObject",
                "javax.naming.InitialContext",
                "javax.script.ScriptEngineManager",
                "java.lang.ProcessBuilder",
                "[Ljavax.naming.InitialContext;",
                "[[Lbsh.Interpreter;")) {
            assertThat(policy.permits(name)).as(name).isFalse();
        }
        for (String name : List.of(
                "java.lang.String",
                "java.lang.RuntimeException",
                "[I",
                "[[Ljava.lang.String;",
                "com.acme.Order",
                "org.springframework.cache.support.NullValue",
                "org.springframework.data.domain.PageImpl",
                "org.hibernate.cache.spi.QueryKey",
                "javax.money.Money")) {
            assertThat(policy.permits(name)).as(name).isTrue();
        }
    }

    @Test
    void deniedClassesAreNotEvenLookedFor() throws Exception {
        NotingLoader loader = new NotingLoader();
        byte[] kryo = kryoBytesNaming("javax.script.ScriptEngineManager");
        assertThatThrownBy(() -> Serializers.kryo(loader).deserialize(kryo, 0, kryo.length))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("javax.script.ScriptEngineManager")
                .hasMessageContaining("refused");
        byte[] java = javaBytesNaming("javax.naming.spi.Loud");
        assertThatThrownBy(() -> Serializers.java(loader).deserialize(java, 0, java.length))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("javax.naming.spi.Loud")
                .hasMessageContaining("refused");
        assertThat(loader.asked).noneMatch(name -> name.startsWith("javax."));
    }

    @Test
    void classesOfTheJdkAreNotReadByName() {
        for (String name : List.of("java.lang.Thread", "java.util.PriorityQueue", "java.util.Formatter")) {
            byte[] bytes = kryoBytesNaming(name);
            assertThatThrownBy(
                            () -> Serializers.kryo(getClass().getClassLoader()).deserialize(bytes, 0, bytes.length))
                    .isInstanceOf(SerializationException.class)
                    .hasMessageContaining(name);
        }
    }

    @Test
    void namingAClassDoesNotInitializeIt() {
        byte[] bytes = kryoBytesNaming(ClassPolicyTest.class.getName() + "$Loud");
        assertThatThrownBy(() -> Serializers.kryo(getClass().getClassLoader()).deserialize(bytes, 0, bytes.length))
                .isInstanceOf(SerializationException.class);
        assertThat(System.getProperty("ketch.test.loud")).isNull();
    }

    @Test
    void bytesOfAnotherVersionOfAClassAreRefused() {
        byte[] bytes = kryoBytesNaming(ClassPolicyTest.class.getName());
        assertThatThrownBy(() -> Serializers.kryo(getClass().getClassLoader()).deserialize(bytes, 0, bytes.length))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("had other fields");
    }

    @Test
    void limits() {
        List<Object> nested = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            nested = new ArrayList<>(List.of(nested, "text"));
        }
        ClassLoader loader = getClass().getClassLoader();
        byte[] kryo = Serializers.kryo(loader).serialize(nested);
        byte[] java = Serializers.java(loader).serialize(nested);
        for (ClassPolicy tight : List.of(
                policy.withLimits(10, 1000, 1000, 1 << 20),
                policy.withLimits(100, 20, 1000, 1 << 20),
                policy.withLimits(100, 1000, 1, 1 << 20),
                policy.withLimits(100, 1000, 1000, 50))) {
            assertThatThrownBy(() -> Serializers.kryo(loader, tight).deserialize(kryo, 0, kryo.length))
                    .isInstanceOf(SerializationException.class);
            assertThatThrownBy(() -> Serializers.java(loader, tight).deserialize(java, 0, java.length))
                    .isInstanceOf(SerializationException.class);
        }
        ClassPolicy wide = policy.withLimits(100, 1000, 1000, 1 << 20);
        assertThat(Serializers.kryo(loader, wide).deserialize(kryo, 0, kryo.length))
                .isEqualTo(nested);
        assertThat(Serializers.java(loader, wide).deserialize(java, 0, java.length))
                .isEqualTo(nested);
    }

    private static byte[] kryoBytesNaming(String className) {
        Output output = new Output(100, 1000);
        output.writeVarInt(1, true); // a class by name
        output.writeVarInt(0, true); // the first one
        output.writeString(className);
        output.writeInt(12345, false);
        output.writeVarInt(1, true); // not null
        return output.toBytes();
    }

    /** Writes an empty array under a class name of our own. */
    private static byte[] javaBytesNaming(String className) throws Exception {
        class Probe implements Serializable {
            private static final long serialVersionUID = 1L;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes) {
            @Override
            protected void writeClassDescriptor(java.io.ObjectStreamClass description) throws java.io.IOException {
                writeUTF(className);
                writeLong(1L);
                writeByte(java.io.ObjectStreamConstants.SC_SERIALIZABLE);
                writeShort(0);
            }
        }) {
            // An array, since its class has no fields that would have to be written.
            out.writeObject(new Probe[0]);
        }
        return bytes.toByteArray();
    }
}
