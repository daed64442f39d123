// SPDX-License-Identifier: Apache-2.0
package dev.ketch.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where the kit may write: logs beside the module's other build results, downloads where all modules share them. */
final class BuildFolder {

    static final String PROPERTY = "ketch.build.directory";

    private BuildFolder() {}

    /** Returns the folder for this module's own files, created if missing. */
    static Path own() {
        String configured = System.getProperty(PROPERTY);
        try {
            return configured == null || configured.isEmpty()
                    ? privateTemporary()
                    : Files.createDirectories(Path.of(configured).toAbsolutePath());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create the build folder; set -D" + PROPERTY, e);
        }
    }

    /**
     * Returns the folder that all modules of a build share: {@code target} of the folder that Maven takes for the root of
     * a multi-module build (it holds {@code .mvn}), otherwise the module's own.
     */
    static Path shared() {
        Path own = own();
        for (@Nullable Path folder = own.getParent(); folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve(".mvn"))) {
                Path target = folder.resolve("target");
                try {
                    if (Files.isWritable(Files.createDirectories(target))) {
                        return target;
                    }
                    return own;
                } catch (IOException readOnly) {
                    return own;
                }
            }
        }
        return own;
    }

    /** A program is started from below this folder, so under a shared temporary folder it has to be ours. */
    private static Path privateTemporary() throws IOException {
        String user = System.getProperty("user.name", "user");
        Path folder = Path.of(System.getProperty("java.io.tmpdir", "/tmp"), "ketch-testkit-" + user)
                .toAbsolutePath();
        Files.createDirectories(folder);
        String owner = Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).getName();
        if (!owner.equals(user)) {
            throw new IOException("folder [" + folder + "] belongs to [" + owner + "]");
        }
        return folder;
    }
}
