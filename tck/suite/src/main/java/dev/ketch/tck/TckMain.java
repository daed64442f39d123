// SPDX-License-Identifier: Apache-2.0
package dev.ketch.tck;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.jsr107.tck.CacheTest;
import org.junit.runner.Description;
import org.junit.runner.JUnitCore;
import org.junit.runner.notification.Failure;
import org.junit.runner.notification.RunListener;

/**
 * Runs every test class of a {@link TckPart} in this JVM and writes a line a test to a file: {@code PASSED class#method} or
 * {@code FAILED class#method: what}.
 */
final class TckMain {
    private TckMain() {}

    public static void main(String[] args) throws Exception {
        List<Class<?>> classes = testClasses(TckPart.valueOf(args[1]));
        try (PrintStream results =
                new PrintStream(Files.newOutputStream(Path.of(args[0])), true, StandardCharsets.UTF_8)) {
            JUnitCore core = new JUnitCore();
            core.addListener(new Recorder(results));
            core.run(classes.toArray(new Class<?>[0]));
        }
        // Whatever thread the TCK's own socket servers leave behind must not keep the run alive.
        System.exit(0);
    }

    private static List<Class<?>> testClasses(TckPart part)
            throws IOException, ClassNotFoundException, URISyntaxException {
        Path jar = Path.of(CacheTest.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        List<String> names = new ArrayList<>();
        try (JarFile file = new JarFile(jar.toFile())) {
            file.stream()
                    .map(JarEntry::getName)
                    .filter(n -> n.endsWith(".class") && !n.contains("$") && part.has(n))
                    .map(n -> n.substring(0, n.length() - ".class".length()).replace('/', '.'))
                    .sorted()
                    .forEach(names::add);
        }
        List<Class<?>> classes = new ArrayList<>();
        for (String name : names) {
            Class<?> type = Class.forName(name);
            if (!Modifier.isAbstract(type.getModifiers()) && hasTests(type)) {
                classes.add(type);
            }
        }
        return classes;
    }

    private static boolean hasTests(Class<?> type) {
        for (var method : type.getMethods()) {
            if (method.isAnnotationPresent(org.junit.Test.class)) {
                return true;
            }
        }
        return false;
    }

    private static final class Recorder extends RunListener {
        private final PrintStream results;
        private boolean failed;

        Recorder(PrintStream results) {
            this.results = results;
        }

        @Override
        public void testStarted(Description test) {
            failed = false;
        }

        @Override
        public void testFailure(Failure failure) {
            failed = true;
            results.println("FAILED " + name(failure.getDescription()) + ": "
                    + String.valueOf(failure.getException()).replace('\n', ' ').replace('\r', ' '));
            System.out.println("FAILED " + name(failure.getDescription()));
            failure.getException().printStackTrace(System.out);
        }

        @Override
        public void testAssumptionFailure(Failure failure) {
            testFailure(failure);
        }

        @Override
        public void testIgnored(Description test) {
            results.println("FAILED " + name(test) + ": ignored");
        }

        @Override
        public void testFinished(Description test) {
            if (!failed) {
                results.println("PASSED " + name(test));
            }
        }

        private static String name(Description test) {
            return test.getClassName() + "#" + (test.getMethodName() == null ? "class" : test.getMethodName());
        }
    }
}
