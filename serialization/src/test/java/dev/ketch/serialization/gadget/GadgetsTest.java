// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.gadget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.io.Output;
import com.esotericsoftware.kryo.kryo5.objenesis.strategy.StdInstantiatorStrategy;
import dev.ketch.serialization.ClassDeniedException;
import dev.ketch.serialization.ClassPolicy;
import dev.ketch.serialization.Serializer;
import dev.ketch.serialization.Serializers;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Published attacks, in Java streams and in Kryo's. None is read, whether the policy is open or strict. */
class GadgetsTest {

    private static final ClassLoader LOADER = GadgetsTest.class.getClassLoader();

    /** Lets in what the attacks bring along, but for their gadgets. */
    private static final List<String> ALLOWED = List.of("dev.ketch.**", "com.**", "org.**", "java.**");

    static Stream<Gadgets.Gadget> all() throws Exception {
        return Gadgets.all().stream();
    }

    static Stream<Gadgets.Gadget> working() throws Exception {
        return all().filter(gadget -> !gadget.firesWith().isEmpty());
    }

    static Stream<Gadgets.Gadget> workingInJavaStreams() throws Exception {
        return all().filter(Gadgets.Gadget::worksInJavaStreams);
    }

    @ParameterizedTest
    @MethodSource("all")
    void isRefusedInAJavaStream(Gadgets.Gadget gadget) throws Exception {
        byte[] bytes = stream(gadget.payload());
        for (ClassPolicy policy : policies()) {
            refuses(Serializers.java(LOADER, policy), bytes);
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void isRefusedInOurKryoStream(Gadgets.Gadget gadget) {
        // Who attacks may run Ketch; and what is written is not policed.
        byte[] bytes = Serializers.kryo(LOADER).serialize(gadget.payload());
        byte[] nested = Serializers.kryo(LOADER).serialize(List.of("first", List.of(gadget.payload())));
        for (ClassPolicy policy : policies()) {
            refuses(Serializers.kryo(LOADER, policy), bytes);
            refuses(Serializers.kryo(LOADER, policy), nested);
        }
    }

    @ParameterizedTest
    @MethodSource("working")
    void isRefusedInAPlainKryoStream(Gadgets.Gadget gadget) {
        byte[] bytes = plainKryoBytes(gadget.payload());
        int before = Alarm.rung();
        for (ClassPolicy policy : policies()) {
            Throwable thrown =
                    catchThrowable(() -> Serializers.kryo(LOADER, policy).deserialize(bytes, 0, bytes.length));
            assertThat(thrown).isInstanceOf(dev.ketch.serialization.SerializationException.class);
        }
        assertThat(Alarm.rung()).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("workingInJavaStreams")
    void worksInAStreamWithoutAPolicy(Gadgets.Gadget gadget) throws Exception {
        byte[] bytes = stream(gadget.payload());
        int before = Alarm.rung();
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            ignoringWhatComesOfIt(in::readObject);
        }
        assertThat(Alarm.rung()).isGreaterThan(before);
    }

    @ParameterizedTest
    @MethodSource("workingInJavaStreams")
    void worksInAJavaStreamWhereItsClassesAreLetInByName(Gadgets.Gadget gadget) throws Exception {
        worksIfLetIn(gadget, policy -> Serializers.java(LOADER, policy));
    }

    @ParameterizedTest
    @MethodSource("working")
    void worksInOurKryoStreamWhereItsClassesAreLetInByName(Gadgets.Gadget gadget) {
        worksIfLetIn(gadget, policy -> Serializers.kryo(LOADER, policy));
    }

    private static void worksIfLetIn(Gadgets.Gadget gadget, Function<ClassPolicy, Serializer> maker) {
        byte[] bytes = maker.apply(ClassPolicy.open()).serialize(gadget.payload());
        for (ClassPolicy policy : policies()) {
            Serializer careless = maker.apply(policy.allowing(gadget.firesWith()));
            int before = Alarm.rung();
            ignoringWhatComesOfIt(() -> careless.deserialize(bytes, 0, bytes.length));
            assertThat(Alarm.rung()).isGreaterThan(before);
        }
    }

    private static List<ClassPolicy> policies() {
        return List.of(ClassPolicy.open(), ClassPolicy.strict(ALLOWED), ClassPolicy.strict(List.of("**")));
    }

    private static void refuses(Serializer serializer, byte[] bytes) {
        int before = Alarm.rung();
        ClassDeniedException denied =
                catchThrowableOfType(ClassDeniedException.class, () -> serializer.deserialize(bytes, 0, bytes.length));
        assertThat(Alarm.rung()).isEqualTo(before);
        assertThat(denied).isNotNull().hasMessageContaining("known from attacks");
        assertThat(denied.setting()).isEqualTo("allowClasses=" + denied.className());
    }

    private static void ignoringWhatComesOfIt(Callable<Object> read) {
        try {
            read.call();
        } catch (Exception e) {
            assertThat(e)
                    .as("attacks often end in an exception, when all is done")
                    .isNotNull();
        }
    }

    private static byte[] stream(Object value) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        }
        return bytes.toByteArray();
    }

    private static byte[] plainKryoBytes(Object value) {
        Kryo kryo = new Kryo();
        kryo.setRegistrationRequired(false);
        kryo.setReferences(true);
        kryo.setInstantiatorStrategy(new StdInstantiatorStrategy());
        Output output = new Output(1024, 1 << 20);
        kryo.writeClassAndObject(output, value);
        return output.toBytes();
    }
}
