// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization;

import java.util.Collection;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A set of patterns for names of classes: {@code com.acme.Order} is that class and what is nested in it,
 * {@code com.acme.*} a package, {@code com.acme.**} a package with all below it, {@code **} everything. Immutable.
 */
final class NamePatterns {

    private static final Pattern SYNTAX =
            Pattern.compile("\\*\\*|[\\p{javaJavaIdentifierPart}]+(\\.[\\p{javaJavaIdentifierPart}]+)*(\\.\\*\\*?)?");

    private final Set<String> classes = new HashSet<>();
    private final Set<String> packages = new HashSet<>();
    private final Set<String> trees = new HashSet<>();
    private final boolean everything;

    /** Names come from anybody and may be very long: nothing beyond this can be part of a match. */
    private final int longest;

    /** @throws IllegalArgumentException if one is not a pattern */
    NamePatterns(Collection<String> patterns) {
        int longestYet = 0;
        boolean all = false;
        for (String pattern : patterns) {
            Objects.requireNonNull(pattern, "pattern");
            if (!SYNTAX.matcher(pattern).matches()) {
                throw new IllegalArgumentException("[" + pattern + "] is no pattern for classes: give a full name as"
                        + " [com.acme.Order], a package as [com.acme.*], or one with all below it as [com.acme.**]");
            }
            if (pattern.equals("**")) {
                all = true;
            } else if (pattern.endsWith(".**")) {
                trees.add(pattern.substring(0, pattern.length() - 3));
            } else if (pattern.endsWith(".*")) {
                packages.add(pattern.substring(0, pattern.length() - 2));
            } else {
                classes.add(pattern);
            }
            longestYet = Math.max(longestYet, pattern.length());
        }
        longest = longestYet;
        everything = all;
    }

    /** Tells whether a pattern matches the name of a class, which must not be that of an array. */
    boolean matches(String name) {
        return everything || match(name) != null;
    }

    /** Tells whether the name, or that of a class round it, is given in full. */
    boolean names(String name) {
        return named(name) != null;
    }

    private @Nullable String named(String name) {
        for (int end = name.indexOf('$', 1); end >= 0 && end <= longest; end = name.indexOf('$', end + 1)) {
            String outer = name.substring(0, end);
            if (classes.contains(outer)) {
                return outer;
            }
        }
        return name.length() <= longest && classes.contains(name) ? name : null;
    }

    /** Returns the pattern that matches a name, or null. */
    @Nullable
    String match(String name) {
        String named = named(name);
        if (named != null) {
            return named;
        }
        int last = name.lastIndexOf('.');
        if (last >= 0 && last <= longest && packages.contains(name.substring(0, last))) {
            return name.substring(0, last) + ".*";
        }
        for (int end = name.indexOf('.'); end >= 0 && end <= longest; end = name.indexOf('.', end + 1)) {
            if (trees.contains(name.substring(0, end))) {
                return name.substring(0, end) + ".**";
            }
        }
        return everything ? "**" : null;
    }
}
