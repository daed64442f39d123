// SPDX-License-Identifier: Apache-2.0
package dev.ketch.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** {@code apt-get} with the machine's sources and keys, but with lists, caches and logs of its own. Not thread-safe. */
final class Apt {

    private final Path folder;
    private final Path configuration;
    /** An update in which nothing could be fetched still ends well; why it failed is only in what it printed. */
    private String updateOutput = "";

    Apt(Path folder) throws IOException {
        this.folder = folder;
        this.configuration = folder.resolve("apt.conf");
        Path state = folder.resolve("state");
        Path cache = folder.resolve("cache");
        Files.createDirectories(state.resolve("lists/partial"));
        Files.createDirectories(cache.resolve("archives/partial"));
        Files.createDirectories(folder.resolve("log"));
        // A file given with -c is read last, which is why #clear can drop the machine's hooks: they would run as part
        // of
        // an update and may touch the system. The sandbox user could not write below a build folder.
        Files.writeString(
                configuration,
                String.join(
                        "\n",
                        "#clear APT::Update::Pre-Invoke;",
                        "#clear APT::Update::Post-Invoke;",
                        "#clear APT::Update::Post-Invoke-Success;",
                        setting("Dir::State", state),
                        setting("Dir::State::lists", state.resolve("lists")),
                        setting("Dir::State::status", Path.of("/var/lib/dpkg/status")),
                        setting("Dir::Cache", cache),
                        setting("Dir::Cache::archives", cache.resolve("archives")),
                        setting("Dir::Log", folder.resolve("log")),
                        "APT::Sandbox::User \"" + System.getProperty("user.name", "root") + "\";",
                        "Acquire::Languages \"none\";",
                        "Acquire::Retries \"3\";",
                        ""));
    }

    private static String setting(String name, Path value) {
        return name + " \"" + value + "\";";
    }

    void update() throws IOException {
        updateOutput = AptDownload.run(folder, "", List.of("apt-get", "-q", "-c=" + configuration, "update"));
    }

    /** Downloads the packages and returns the archives. */
    List<Path> fetch(Collection<String> packages) throws IOException {
        Path target = Files.createTempDirectory(folder, "packages-");
        List<String> command = new ArrayList<>(List.of("apt-get", "-q", "-c=" + configuration, "download"));
        command.addAll(packages);
        try {
            AptDownload.run(target, "", command);
        } catch (IOException e) {
            throw new IOException("apt-get cannot download " + packages + "; its update printed: " + updateOutput, e);
        }
        try (Stream<Path> files = Files.list(target)) {
            return files.filter(file -> file.toString().endsWith(".deb")).toList();
        }
    }
}
