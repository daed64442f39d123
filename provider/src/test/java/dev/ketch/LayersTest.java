// SPDX-License-Identifier: Apache-2.0
package dev.ketch;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

/** A lower layer never knows a higher one, and each keeps to its trade. */
class LayersTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.ketch");

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
