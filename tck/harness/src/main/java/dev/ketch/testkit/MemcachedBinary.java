// SPDX-License-Identifier: Apache-2.0
package dev.ketch.testkit;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The memcached program that the kit starts. It is looked for in this order, and nowhere else:
 *
 * <ol>
 *   <li>the system property {@code ketch.memcached}: the path of the program;
 *   <li>{@code memcached} on the {@code PATH};
 *   <li>the distribution's own package, fetched by {@code apt-get} from the sources configured on this machine and
 *       unpacked below the build folder. Nothing is installed, and root is not needed.
 * </ol>
 *
 * <p>Immutable.
 *
 * @param path the program
 * @param libraryPath folders with its shared libraries, separated by {@code :}; empty if it needs none of its own
 */
public record MemcachedBinary(Path path, String libraryPath) {

    /** The system property that names the program. */
    public static final String PROPERTY = "ketch.memcached";

    private static final String INSTALL = "no memcached found: install it (apt-get install memcached, brew install"
            + " memcached) or name the program with -D" + PROPERTY + "=PATH";

    /**
     * Finds the program, downloading it if need be. The download happens once per build folder, whatever the number of
     * threads and JVMs that ask for it.
     *
     * @throws IllegalStateException if there is none; the message says what to do
     */
    public static MemcachedBinary locate() {
        return locate(System.getProperty(PROPERTY), System.getenv("PATH"), BuildFolder.shared());
    }

    static MemcachedBinary locate(@Nullable String configured, @Nullable String searchPath, Path downloads) {
        if (configured != null && !configured.isEmpty()) {
            Path path = Path.of(configured).toAbsolutePath();
            if (!isProgram(path)) {
                throw new IllegalStateException("-D" + PROPERTY + " is [" + configured
                        + "], which is not an executable file: give the path of the memcached program");
            }
            return new MemcachedBinary(path, "");
        }
        Path installed = onPath("memcached", searchPath);
        if (installed != null) {
            return new MemcachedBinary(installed, "");
        }
        if (onPath("apt-get", System.getenv("PATH")) == null) {
            throw new IllegalStateException(INSTALL);
        }
        try {
            return new AptDownload(downloads).get();
        } catch (IOException e) {
            throw new IllegalStateException(INSTALL + " (fetching the package with apt-get failed)", e);
        }
    }

    static @Nullable Path onPath(String program, @Nullable String searchPath) {
        if (searchPath == null) {
            return null;
        }
        for (String folder : searchPath.split(File.pathSeparator, -1)) {
            // An empty element means the current folder to a shell; a test kit has no business there.
            if (!folder.isEmpty() && isProgram(Path.of(folder, program))) {
                return Path.of(folder, program).toAbsolutePath();
            }
        }
        return null;
    }

    private static boolean isProgram(Path path) {
        return Files.isRegularFile(path) && Files.isExecutable(path);
    }
}
