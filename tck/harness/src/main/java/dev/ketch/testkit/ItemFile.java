// SPDX-License-Identifier: Apache-2.0
package dev.ketch.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The file in which a memcached keeps its items ({@code -e}), and the one beside it that the server writes when it is
 * shut down in an orderly way and without which the items are of no use to the next.
 *
 * @param path of the items
 */
record ItemFile(Path path) {

    static ItemFile create() throws IOException {
        Path folder = Files.createDirectories(BuildFolder.own().resolve("memcached-items"));
        return new ItemFile(Files.createTempFile(folder, "items-", ""));
    }

    private Path metadata() {
        return path.resolveSibling(path.getFileName() + ".meta");
    }

    /** Whether a server has written down what the next one needs. */
    boolean isComplete() {
        return Files.exists(metadata());
    }

    /** Waits for the second after that in which the server ended: memcached takes no file of the same second. */
    void awaitUsable() {
        try {
            long ended = Files.getLastModifiedTime(metadata()).to(TimeUnit.SECONDS);
            while (TimeUnit.MILLISECONDS.toSeconds(System.currentTimeMillis()) <= ended) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read [" + metadata() + "]", e);
        }
    }

    void delete() {
        try {
            Files.deleteIfExists(path);
            Files.deleteIfExists(metadata());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete the items [" + path + "]", e);
        }
    }
}
