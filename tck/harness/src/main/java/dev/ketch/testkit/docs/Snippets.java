// SPDX-License-Identifier: Apache-2.0
package dev.ketch.testkit.docs;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** The Java code of a Markdown document. */
public final class Snippets {
    private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    private Snippets() {}

    /** The document's blocks of Java, in their order. */
    public static List<String> of(Path document) throws IOException {
        return blocks(Files.readString(document));
    }

    /**
     * The first block of Java after a heading.
     *
     * @param heading the whole line
     * @throws IllegalArgumentException if there is none
     */
    public static String after(String heading, Path document) throws IOException {
        String text = Files.readString(document);
        int start = text.indexOf("\n" + heading + "\n");
        List<String> blocks = start < 0 ? List.of() : blocks(text.substring(start));
        if (blocks.isEmpty()) {
            throw new IllegalArgumentException("[" + document + "] has no Java code after [" + heading + "]");
        }
        return blocks.get(0);
    }

    private static List<String> blocks(String text) {
        return BLOCK.matcher(text).results().map(match -> match.group(1)).toList();
    }

    /**
     * Compiles a source file against the class path of this JVM.
     *
     * @param name of the class, in no package
     * @param folder for source and class files
     * @return loads what was compiled; to be closed by the caller
     * @throws IllegalArgumentException with the source and what the compiler says, if it does not compile
     */
    public static URLClassLoader compile(String name, String source, Path folder) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            throw new IllegalStateException("this is a JRE: a JDK is needed to compile what documents show");
        }
        Path file = Files.createDirectories(folder).resolve(name + ".java");
        Files.writeString(file, source);
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        String classPath = System.getProperty("java.class.path");
        int status = compiler.run(null, null, errors, "-cp", classPath, "-d", folder.toString(), file.toString());
        if (status != 0) {
            throw new IllegalArgumentException(
                    "does not compile:\n" + source + "\n" + errors.toString(StandardCharsets.UTF_8));
        }
        return new URLClassLoader(new URL[] {folder.toUri().toURL()});
    }
}
