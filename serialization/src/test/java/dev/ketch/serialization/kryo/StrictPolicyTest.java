// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.kryo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ketch.serialization.ClassDeniedException;
import dev.ketch.serialization.ClassPolicy;
import dev.ketch.serialization.SerializationException;
import dev.ketch.serialization.Serializer;
import dev.ketch.serialization.Serializers;
import dev.ketch.serialization.kryo.Samples.Animal;
import dev.ketch.serialization.kryo.Samples.Plan;
import dev.ketch.serialization.kryo.Samples.Point;
import java.io.Serializable;
import java.net.URL;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What a strict policy lets in, by Kryo and by object streams. */
class StrictPolicyTest {

    private static final ClassLoader LOADER = StrictPolicyTest.class.getClassLoader();
    private static final String SAMPLES = Samples.class.getName();

    /** Of a final class, so Kryo does not write its name. */
    static final class Part implements Serializable {
        private static final long serialVersionUID = 1L;
        final int number = 7;
    }

    static final class Whole implements Serializable {
        private static final long serialVersionUID = 1L;
        final Part part = new Part();
        final Part[] parts = {new Part()};
    }

    record Parts(Part part) implements Serializable {}

    private static final List<Function<ClassPolicy, Serializer>> MAKERS =
            List.of(policy -> Serializers.kryo(LOADER, policy), policy -> Serializers.java(LOADER, policy));

    @Test
    void everySampleIsReadWhereItsClassesAreListed() throws Exception {
        ClassPolicy policy = ClassPolicy.strict(SampleValues.ALLOWED);
        int read = 0;
        for (Object value : SampleValues.all()) {
            assertThat(trip(MAKERS.get(0), policy, value).getClass()).isSameAs(value.getClass());
            byte[] bytes;
            try {
                bytes = Serializers.java(LOADER).serialize(value);
            } catch (SerializationException e) {
                continue; // Not Serializable.
            }
            read++;
            assertThat(Serializers.java(LOADER, policy)
                            .deserialize(bytes, 0, bytes.length)
                            .getClass())
                    .isSameAs(value.getClass());
        }
        assertThat(read).isGreaterThan(100);
    }

    @Test
    void classesOfTheApplicationAreNot() {
        ClassPolicy policy = ClassPolicy.strict(List.of());
        Map<Object, String> refused = new HashMap<>();
        refused.put(new Point(1, 2), SAMPLES + "$Point");
        refused.put(List.of("a", Map.of(1, new Animal("cat", 4))), SAMPLES + "$Animal");
        refused.put(new Point[0][0], SAMPLES + "$Point");
        refused.put(new ArrayList<>(List.of(Plan.PAID)), SAMPLES + "$Plan");
        refused.put(Point.class, SAMPLES + "$Point");
        refused.put(new Samples.TransientHash("a"), SAMPLES + "$TransientHash");
        refused.put(new AtomicReference<>(new Samples.Failure("f", 1, new RuntimeException())), SAMPLES + "$Failure");
        refused.forEach((value, name) ->
                assertThat(refusal(MAKERS.get(0), policy, value)).isEqualTo(name));
        assertThat(refusal(MAKERS.get(1), policy, List.of(new Samples.TransientHash("a"))))
                .isEqualTo(SAMPLES + "$TransientHash");
        assertThat(refusal(MAKERS.get(1), policy, Plan.PAID)).isEqualTo(SAMPLES + "$Plan");
    }

    @Test
    void theRefusalTellsTheRemedy() {
        byte[] bytes = Serializers.kryo(LOADER).serialize(List.of(new Point(1, 2)));
        Serializer strict = Serializers.kryo(LOADER, ClassPolicy.strict(List.of("com.acme.**")));
        ClassDeniedException denied =
                catchThrowableOfType(ClassDeniedException.class, () -> strict.deserialize(bytes, 0, bytes.length));
        assertThat(denied)
                .hasMessage("class [" + SAMPLES + "$Point] is refused: the class policy is strict and does not"
                        + " list it. To admit it: allowClasses=" + SAMPLES + "$Point");
        String pattern = denied.setting().replace("allowClasses=", "");
        assertThat(trip(MAKERS.get(0), ClassPolicy.strict(List.of(pattern)), List.of(new Point(1, 2))))
                .isEqualTo(List.of(new Point(1, 2)));
    }

    @Test
    void classesThatAreNotNamedAreChecked() {
        for (Function<ClassPolicy, Serializer> maker : MAKERS) {
            for (Object value : List.of(new Whole(), new Parts(new Part()), List.of(new Part(), new Part()))) {
                ClassPolicy policy = ClassPolicy.open().denying(List.of(Part.class.getName()));
                assertThat(refusal(maker, policy, value)).isEqualTo(Part.class.getName());
                ClassPolicy strict = ClassPolicy.strict(List.of(Whole.class.getName(), Parts.class.getName()));
                assertThat(refusal(maker, strict, value)).isEqualTo(Part.class.getName());
                ClassPolicy both = strict.allowing(List.of(Part.class.getName()));
                assertThat(trip(maker, both, value).getClass()).isSameAs(value.getClass());
            }
        }
    }

    @Test
    void classesOfTheJdkThatKryoWritesAsNumbersAreChecked() throws Exception {
        for (Function<ClassPolicy, Serializer> maker : MAKERS) {
            assertThat(refusal(maker, ClassPolicy.strict(List.of()), new URL("http://127.0.0.1/")))
                    .isEqualTo("java.net.URL");
            assertThat(refusal(maker, ClassPolicy.open().denying(List.of("java.util.HashMap")), new HashMap<>()))
                    .isEqualTo("java.util.HashMap");
        }
    }

    @Test
    void aLambdaGoesByTheClassThatItWasMadeIn() {
        Supplier<String> lambda = SampleValues.supplier();
        for (Function<ClassPolicy, Serializer> maker : MAKERS) {
            assertThat(refusal(maker, ClassPolicy.strict(List.of()), lambda)).isEqualTo(SampleValues.class.getName());
            Object back = trip(maker, ClassPolicy.strict(List.of(SampleValues.class.getName())), lambda);
            assertThat(((Supplier<?>) back).get()).isEqualTo("supplied");
            ClassPolicy none = ClassPolicy.open().denying(List.of("java.lang.invoke.SerializedLambda"));
            assertThat(refusal(maker, none, lambda)).isEqualTo("java.lang.invoke.SerializedLambda");
        }
    }

    @Test
    void aProxyGoesByItsInterfacesAndItsHandler() {
        String greeting = SampleValues.Greeting.class.getName();
        String handler = SampleValues.Handler.class.getName();
        for (Function<ClassPolicy, Serializer> maker : MAKERS) {
            Object proxy = SampleValues.proxy();
            assertThat(refusal(maker, ClassPolicy.strict(List.of(handler)), proxy))
                    .isEqualTo(greeting);
            assertThat(refusal(maker, ClassPolicy.strict(List.of(greeting)), proxy))
                    .isEqualTo(handler);
            Object back = trip(maker, ClassPolicy.strict(List.of(greeting, handler)), proxy);
            assertThat(((SampleValues.Greeting) back).greet()).isEqualTo("hello");
        }
    }

    @Test
    void patterns() {
        ClassPolicy policy = ClassPolicy.strict(List.of("com.acme.Order", "com.acme.model.*", "org.acme.**"));
        assertThat(policy.permits("com.acme.Order")).isTrue();
        assertThat(policy.permits("com.acme.Order$Line$1")).isTrue();
        assertThat(policy.permits("[[Lcom.acme.Order;")).isTrue();
        assertThat(policy.permits("com.acme.Orders")).isFalse();
        assertThat(policy.permits("com.acme.Customer")).isFalse();
        assertThat(policy.permits("com.acme.model.Customer$Name")).isTrue();
        assertThat(policy.permits("com.acme.model.deep.Customer")).isFalse();
        assertThat(policy.permits("com.acme.modelling.Customer")).isFalse();
        assertThat(policy.permits("org.acme.Customer")).isTrue();
        assertThat(policy.permits("org.acme.very.deep.Customer")).isTrue();
        assertThat(policy.permits("org.acmes.Customer")).isFalse();
        assertThat(policy.permits("java.util.ArrayList")).isTrue();
        assertThat(policy.permits("[J")).isTrue();
        assertThat(policy.permits("java.lang.ProcessBuilder")).isFalse();
        assertThat(policy.permits("java.net.URL")).isFalse();
        for (String name : List.of("", "$", ".", "[", "[[", "[L", "[L;", "$".repeat(100_000), "a.".repeat(100_000))) {
            assertThat(policy.permits(name)).as(name).isFalse();
        }
        assertThat(ClassPolicy.strict(List.of("**")).permits("com.other.Thing")).isTrue();
        for (String pattern :
                List.of("", "*", "com.acme.", "com.*.Order", "com.acme.Ord*", "com acme", ".acme", "[Lx;")) {
            assertThatThrownBy(() -> ClassPolicy.strict(List.of(pattern)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("[" + pattern + "]");
        }
    }

    @Test
    void precedence() {
        String known = "groovy.lang.Tuple2";
        assertThat(ClassPolicy.open().permits(known)).isFalse();
        assertThat(ClassPolicy.open().allowing(List.of("groovy.**", "**")).permits(known))
                .isFalse();
        assertThat(ClassPolicy.open().allowing(List.of(known)).permits(known)).isTrue();
        assertThat(ClassPolicy.strict(List.of(known)).permits(known)).isTrue();
        assertThat(ClassPolicy.strict(List.of(known))
                        .denying(List.of("groovy.**"))
                        .permits(known))
                .isFalse();
        assertThatThrownBy(
                        () -> ClassPolicy.open().denying(List.of("com.acme.**")).check("com.acme.Order"))
                .isInstanceOf(ClassDeniedException.class)
                .hasMessage("class [com.acme.Order] is refused: denyClasses has [com.acme.**], which covers it");
    }

    private static Object trip(Function<ClassPolicy, Serializer> maker, ClassPolicy policy, Object value) {
        byte[] bytes = maker.apply(ClassPolicy.open()).serialize(value);
        return maker.apply(policy).deserialize(bytes, 0, bytes.length);
    }

    private static String refusal(Function<ClassPolicy, Serializer> maker, ClassPolicy policy, Object value) {
        byte[] bytes = maker.apply(ClassPolicy.open()).serialize(value);
        Serializer reader = maker.apply(policy);
        ClassDeniedException denied =
                catchThrowableOfType(ClassDeniedException.class, () -> reader.deserialize(bytes, 0, bytes.length));
        assertThat(denied).as("refusal of %s", value).isNotNull();
        // What was refused once stays so, and the reader still works.
        assertThatThrownBy(() -> reader.deserialize(bytes, 0, bytes.length)).isInstanceOf(ClassDeniedException.class);
        byte[] text = maker.apply(policy).serialize("text");
        assertThat(reader.deserialize(text, 0, text.length)).isEqualTo("text");
        return denied.className();
    }
}
