// SPDX-License-Identifier: Apache-2.0
package dev.ketch.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What {@code ldd} and a package's {@code Depends} field say about shared libraries. Pure functions. */
final class SharedLibraries {

    /** The C library has to fit the running system's loader, so the system's own is always used. */
    private static final Set<String> OF_THE_SYSTEM = Set.of("libc6", "libgcc-s1", "libc-bin");

    private SharedLibraries() {}

    /** Returns the names after which {@code ldd} says that it found nothing. */
    static List<String> missing(String lddOutput) {
        List<String> names = new ArrayList<>();
        for (String line : lddOutput.lines().toList()) {
            int arrow = line.indexOf("=> not found");
            if (arrow > 0) {
                names.add(line.substring(0, arrow).trim());
            }
        }
        return names;
    }

    /** Returns the library packages in a {@code Depends} field, the first of alternatives, without versions. */
    static Set<String> packages(String depends) {
        Set<String> names = new TreeSet<>();
        for (String dependency : depends.split(",", -1)) {
            String name = dependency.trim().split("[ (|:]", 2)[0];
            if (name.startsWith("lib") && !OF_THE_SYSTEM.contains(name)) {
                names.add(name);
            }
        }
        return names;
    }
}
