// SPDX-License-Identifier: Apache-2.0
package dev.ketch;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.lang.reflect.Field;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A lower layer never knows a higher one, and each keeps to its trade. */
class LayersTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.ketch");

    private static final Set<Class<?>> CONSTANT = Set.of(
            String.class,
            URI.class,
            BigDecimal.class,
            Duration.class,
            Pattern.class,
            System.Logger.class,
            Base64.Encoder.class,
            MethodHandle.class,
            VarHandle.class,
            // Nothing but a mark.
            Object.class);

    /** Static fields, or classes with such fields, that could change, and why they may be there. */
    private static final Map<String, String> EXCEPTIONS = Map.of(
            "dev.ketch.jcache.AtWork.CURRENT", "set while a call lasts, and removed by who has set it",
            "dev.ketch.serialization.kryo.FrameworkNames.CODES", "only read, once its class is initialised",
            "dev.ketch.serialization.kryo.Primitives.KINDS", "only read, once its class is initialised",
            "dev.ketch.serialization.kryo.ValueCodecs", "what could be set on them is Kryo's, and nobody sets it");

    @Test
    void protocolIsPure() {
        classes()
                .that()
                .resideInAPackage("dev.ketch.client.protocol..")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                                "dev.ketch.client.protocol..",
                                "java.lang..",
                                "java.util..",
                                "java.nio",
                                "java.nio.charset",
                                "org.jspecify..")
                        // The exception that a sink may throw; nothing that does I/O.
                        .or(type(IOException.class)))
                .check(CLASSES);
    }

    @Test
    void ringIsPure() {
        classes()
                .that()
                .resideInAPackage("dev.ketch.client.ring..")
                // What reads files: the list of servers, and the tool for the command line.
                .and()
                .haveNameNotMatching(".*\\.(ServerFile|RingTool|RingArguments|KeyLines)(Exception)?")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                                "dev.ketch.client.ring..",
                                "java.lang..",
                                "java.util..",
                                "java.nio.charset",
                                "java.security",
                                "org.jspecify..")
                        // For literal addresses; nothing is looked up.
                        .or(type(InetAddress.class))
                        .or(type(UnknownHostException.class)))
                .check(CLASSES);
    }

    @Test
    void ringNeedsTheJdkOnly() {
        classes()
                .that()
                .resideInAPackage("dev.ketch.client.ring..")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage("dev.ketch.client.ring..", "java..", "org.jspecify.."))
                .check(CLASSES);
    }

    @Test
    void clientKnowsBytesOnly() {
        noClasses()
                .that()
                .resideInAPackage("dev.ketch.client..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "javax.cache..",
                        "dev.ketch",
                        "dev.ketch.jcache..",
                        "dev.ketch.config..",
                        "dev.ketch.serialization..",
                        "com.esotericsoftware..")
                .check(CLASSES);
    }

    @Test
    void onlyTheEngineTouchesSockets() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.ketch", "dev.ketch.jcache..", "dev.ketch.config..")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.net.Socket")
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage("java.nio.channels..", "dev.ketch.client.net..")
                .check(CLASSES);
    }

    @Test
    void cachesLeaveKryoToTheSerializers() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.ketch", "dev.ketch.jcache..", "dev.ketch.config..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.esotericsoftware..")
                .check(CLASSES);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("dev.ketch.client.(*)..").should().beFreeOfCycles().check(CLASSES);
        slices().matching("dev.ketch.jcache.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    /** What is static is constant; what changes belongs to a provider, a manager or a cache, and ends with it. */
    @Test
    void nothingStaticChanges() {
        fields().that()
                .areDeclaredInClassesThat()
                .resideOutsideOfPackage("dev.ketch.testkit..")
                .and()
                .areStatic()
                .should()
                .beFinal()
                .andShould(beOfAConstantKind())
                .check(CLASSES);
    }

    private static ArchCondition<JavaField> beOfAConstantKind() {
        return new ArchCondition<>("hold what does not change") {
            @Override
            public void check(JavaField field, ConditionEvents events) {
                boolean constant = EXCEPTIONS.containsKey(field.getFullName())
                        || EXCEPTIONS.containsKey(field.getOwner().getName())
                        || isConstant(field);
                events.add(new SimpleConditionEvent(
                        field,
                        constant,
                        field.getFullName() + " is static, and its ["
                                + field.getRawType().getName() + "] may change"));
            }
        };
    }

    private static boolean isConstant(JavaField field) {
        JavaClass type = field.getRawType();
        if (type.isPrimitive() || type.isEnum() || CONSTANT.stream().anyMatch(type::isEquivalentTo)) {
            return true;
        }
        if (type.isArray()) {
            // Nothing but reading the code tells that nobody writes to it.
            return type.getBaseComponentType().isPrimitive()
                    || type.getBaseComponentType().isEnum()
                    || type.getBaseComponentType().isEquivalentTo(String.class);
        }
        if (type.isInterface()) {
            return isUnmodifiable(field);
        }
        return type.getPackageName().startsWith("dev.ketch")
                && type.getAllFields().stream()
                        .filter(own -> !own.getModifiers().contains(JavaModifier.STATIC))
                        .allMatch(own -> own.getModifiers().contains(JavaModifier.FINAL));
    }

    /** Whether it is a collection that the JDK lets nobody change, or code without fields. */
    private static boolean isUnmodifiable(JavaField field) {
        try {
            Field reflected = field.reflect();
            reflected.setAccessible(true);
            Class<?> held = reflected.get(null).getClass();
            return held.getName().startsWith("java.util.ImmutableCollections")
                    || held.getName().startsWith("java.util.Collections$Unmodifiable")
                    || held.isHidden()
                    || held.getName().startsWith("dev.ketch") && held.getDeclaredFields().length == 0;
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void mainCodeHoldsNoMonitor() {
        com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods()
                .that()
                .areDeclaredInClassesThat()
                .resideInAPackage("dev.ketch..")
                .should()
                .haveModifier(JavaModifier.SYNCHRONIZED)
                .check(CLASSES);
    }
}
