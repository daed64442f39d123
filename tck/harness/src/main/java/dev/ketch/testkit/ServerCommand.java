// SPDX-License-Identifier: Apache-2.0
package dev.ketch.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The command line of a server, and what it means for somebody who talks to it.
 *
 * @param flags the user's own
 * @param environment added to the JVM's
 * @param itemFile where the items are kept, if they are
 */
record ServerCommand(
        MemcachedBinary binary,
        String host,
        int memoryMb,
        List<String> flags,
        Map<String, String> environment,
        @Nullable ItemFile itemFile) {

    /** Flags that the kit sets itself, or that would take the server out of its hands. */
    private static final Map<String, String> REFUSED = Map.of(
            "-p", "use the builder's port(n)",
            "-l", "use the builder's host(address)",
            "-d", "the kit has to remain the parent of the server",
            "-s", "servers of the kit listen on TCP",
            "-P", "the kit knows the process id");

    private static final Set<String> LONG_REFUSED =
            Set.of("--port", "--listen", "--daemon", "--unix-socket", "--pidfile");

    /**
     * Runs memcached under its own process id and, beside it, a shell that waits for the end of standard input, which is
     * a pipe that the JVM holds open: when the JVM is gone, however it went, the server is killed.
     */
    private static final String WITH_WATCHER =
            "exec 3<&0; { read -r line <&3; kill -KILL $$; } >/dev/null 2>&1 & exec \"$@\" 3<&- </dev/null";

    ServerCommand {
        flags = List.copyOf(flags);
        environment = Map.copyOf(environment);
        for (String flag : flags) {
            String name = flag.startsWith("--") ? flag.split("=", 2)[0] : flag;
            String advice = REFUSED.get(name);
            if (advice != null || LONG_REFUSED.contains(name)) {
                throw new IllegalArgumentException("flag [" + flag + "] is not for the user of the test kit: "
                        + (advice == null ? "the kit sets it" : advice));
            }
        }
    }

    List<String> arguments(int port) {
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", WITH_WATCHER, "memcached"));
        command.add(binary.path().toString());
        command.addAll(List.of("-l", host, "-p", Integer.toString(port), "-m", Integer.toString(memoryMb)));
        if ("root".equals(System.getProperty("user.name")) && !flags.contains("-u")) {
            // memcached refuses to run as root unless told so.
            command.addAll(List.of("-u", "root"));
        }
        if (itemFile != null) {
            command.addAll(List.of("-e", itemFile.path().toString()));
        }
        // Last, since memcached takes the last of two: here [-m] has its say.
        command.addAll(flags);
        return command;
    }

    boolean isTls() {
        return flags.contains("-Z") || flags.contains("--enable-ssl");
    }

    boolean isSasl() {
        return flags.contains("-S") || flags.contains("--enable-sasl");
    }

    /** Whether binary requests are not understood. */
    boolean isTextOnly() {
        return usesProtocol("ascii")
                || flags.contains("-Y")
                || flags.stream().anyMatch(f -> f.startsWith("--auth-file"));
    }

    /** Whether text commands are not understood. */
    boolean isBinaryOnly() {
        return usesProtocol("binary") || isSasl();
    }

    private boolean usesProtocol(String name) {
        int at = flags.indexOf("-B");
        return (at >= 0 && at + 1 < flags.size() && flags.get(at + 1).equals(name))
                || flags.contains("-B" + name)
                || flags.contains("--protocol=" + name);
    }
}
