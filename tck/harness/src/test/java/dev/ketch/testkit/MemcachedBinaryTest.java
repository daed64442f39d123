// SPDX-License-Identifier: Apache-2.0
package dev.ketch.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemcachedBinaryTest {

    private final Path folder;

    MemcachedBinaryTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void propertyComesBeforeThePath() throws Exception {
        Path named = program(folder.resolve("named"), "my-memcached");
        program(folder.resolve("path"), "memcached");

        assertThat(MemcachedBinary.locate(
                        named.toString(), folder.resolve("path").toString(), folder.resolve("downloads")))
                .isEqualTo(new MemcachedBinary(named, ""));
    }

    @Test
    void propertyThatNamesNoProgramIsAnErrorEvenIfThereIsAnotherOne() throws Exception {
        String path =
                program(folder.resolve("path"), "memcached").resolveSibling("").toString();
        Path text = Files.writeString(folder.resolve("text"), "x");

        assertThatThrownBy(() -> MemcachedBinary.locate("/no/such/program", path, folder))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("-Dketch.memcached")
                .hasMessageContaining("[/no/such/program]");
        assertThatThrownBy(() -> MemcachedBinary.locate(text.toString(), path, folder))
                .hasMessageContaining("[" + text + "]");
        assertThatThrownBy(() -> MemcachedBinary.locate(folder.toString(), path, folder))
                .hasMessageContaining("[" + folder + "]");
    }

    @Test
    void pathIsSearchedInOrder() throws Exception {
        Path first = program(folder.resolve("first"), "memcached");
        Path second = program(folder.resolve("second"), "memcached");
        Path empty = Files.createDirectory(folder.resolve("empty"));

        assertThat(MemcachedBinary.locate(
                                null,
                                String.join(
                                        ":",
                                        "",
                                        empty.toString(),
                                        first.resolveSibling("").toString(),
                                        second.resolveSibling("").toString()),
                                folder)
                        .path())
                .isEqualTo(first);
    }

    @Test
    void packageIsFetchedOnceForAllWhoAsk() throws Exception {
        if (MemcachedBinary.onPath("apt-get", System.getenv("PATH")) == null) {
            System.out.println("NOT RUN: packageIsFetchedOnceForAllWhoAsk needs apt-get");
            return;
        }
        Path empty = Files.createDirectory(folder.resolve("empty"));
        Path downloads = folder.resolve("downloads");
        Callable<MemcachedBinary> locate = () -> MemcachedBinary.locate(null, empty.toString(), downloads);
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            List<Future<MemcachedBinary>> results = threads.invokeAll(List.of(locate, locate, locate));
            MemcachedBinary binary = results.get(0).get();
            for (Future<MemcachedBinary> result : results) {
                assertThat(result.get()).isEqualTo(binary);
            }
            assertThat(binary.path()).startsWith(downloads).isExecutable();
            assertThat(Shell.run(
                            folder,
                            Map.of("LD_LIBRARY_PATH", binary.libraryPath()),
                            Duration.ofSeconds(10),
                            List.of(binary.path().toString(), "-V")))
                    .startsWith("memcached 1.");
            try (var left = Files.list(downloads)) {
                assertThat(left.map(path -> path.getFileName().toString()))
                        .containsExactlyInAnyOrder("memcached", "memcached.lock");
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static Path program(Path parent, String name) throws Exception {
        Path file = Files.writeString(Files.createDirectories(parent).resolve(name), "#!/bin/sh\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
