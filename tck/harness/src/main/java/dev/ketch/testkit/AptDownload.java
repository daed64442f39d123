// SPDX-License-Identifier: Apache-2.0
package dev.ketch.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The distribution's memcached package and those of its libraries that the machine lacks, unpacked below a folder. Works
 * with private lists and caches, so that it neither needs root nor changes what the system's own {@code apt} knows.
 */
final class AptDownload {

    private static final Duration COMMAND_DEADLINE = Duration.ofMinutes(3);
    private static final Duration LOCK_DEADLINE = Duration.ofMinutes(6);
    /** Libraries of libraries of libraries: what memcached needs is two levels deep. */
    private static final int MAX_ROUNDS = 5;

    private final Path folder;
    private final Path unpacked;

    AptDownload(Path folder) {
        this.folder = folder.toAbsolutePath();
        this.unpacked = this.folder.resolve("memcached");
    }

    MemcachedBinary get() throws IOException {
        MemcachedBinary ready = usable();
        if (ready != null) {
            return ready;
        }
        Files.createDirectories(folder);
        FileMutex lock = FileMutex.lock(folder.resolve("memcached.lock"), LOCK_DEADLINE);
        try {
            MemcachedBinary another = usable();
            if (another != null) {
                return another;
            }
            download();
        } finally {
            lock.close();
        }
        MemcachedBinary downloaded = usable();
        if (downloaded == null) {
            throw new IOException("the memcached unpacked in [" + unpacked + "] does not run");
        }
        return downloaded;
    }

    /** Returns what was unpacked earlier if it runs here: a build folder may be shared with another system. */
    private @Nullable MemcachedBinary usable() throws IOException {
        if (!Files.isExecutable(program(unpacked))) {
            return null;
        }
        MemcachedBinary binary = new MemcachedBinary(program(unpacked), libraryPath(unpacked));
        try {
            run(folder, binary.libraryPath(), List.of(binary.path().toString(), "-V"));
            return binary;
        } catch (IOException doesNotRun) {
            return null;
        }
    }

    private void download() throws IOException {
        Path work = Files.createTempDirectory(folder, "memcached-download-");
        try {
            Apt apt = new Apt(work);
            apt.update();
            Path root = Files.createDirectories(work.resolve("root"));
            Set<String> wanted = new TreeSet<>(Set.of("memcached"));
            Set<String> fetched = new HashSet<>();
            for (int round = 0; !wanted.isEmpty(); round++) {
                if (round == MAX_ROUNDS) {
                    throw new IOException("libraries still missing: " + missing(root));
                }
                Set<String> next = new TreeSet<>();
                for (Path archive : apt.fetch(wanted)) {
                    run(work, "", List.of("dpkg-deb", "-x", archive.toString(), root.toString()));
                    next.addAll(SharedLibraries.packages(
                            run(work, "", List.of("dpkg-deb", "-f", archive.toString(), "Depends"))));
                }
                fetched.addAll(wanted);
                next.removeAll(fetched);
                wanted = missing(root).isEmpty() ? Set.of() : next;
            }
            List<String> missing = missing(root);
            if (!missing.isEmpty()) {
                throw new IOException("no package found for the libraries " + missing);
            }
            deleteTree(unpacked);
            Files.move(root, unpacked, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            deleteTree(work);
        }
    }

    private static List<String> missing(Path root) throws IOException {
        return SharedLibraries.missing(
                run(root, libraryPath(root), List.of("ldd", program(root).toString())));
    }

    private static Path program(Path root) {
        return root.resolve("usr/bin/memcached");
    }

    /** The folders below the root that hold shared libraries. */
    private static String libraryPath(Path root) throws IOException {
        Set<String> folders = new TreeSet<>();
        try (Stream<Path> files = Files.walk(root)) {
            files.filter(file -> file.getFileName().toString().contains(".so."))
                    .forEach(file -> folders.add(file.resolveSibling("").toString()));
        }
        return String.join(":", folders);
    }

    static String run(Path folder, String libraryPath, List<String> command) throws IOException {
        Map<String, String> environment = libraryPath.isEmpty() ? Map.of() : Map.of("LD_LIBRARY_PATH", libraryPath);
        return Shell.run(folder, environment, COMMAND_DEADLINE, command);
    }

    private static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        List<Path> paths = new ArrayList<>();
        try (Stream<Path> tree = Files.walk(root)) {
            tree.forEach(path -> paths.add(0, path));
        }
        for (Path path : paths) {
            Files.deleteIfExists(path);
        }
    }
}
