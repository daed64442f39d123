// SPDX-License-Identifier: Apache-2.0
package dev.ketch.config;

/** Patterns of caches' names: {@code *} is any number of characters, {@code ?} is one. */
final class NamePattern {
    private NamePattern() {}

    /** In at most as many steps as both have characters, multiplied, whatever they are. */
    static boolean matches(String pattern, String name) {
        int p = 0;
        int n = 0;
        int star = -1;
        int resume = 0;
        while (n < name.length()) {
            // A star first: a name may have that character itself.
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                resume = n;
            } else if (p < pattern.length() && (pattern.charAt(p) == '?' || pattern.charAt(p) == name.charAt(n))) {
                p++;
                n++;
            } else if (star >= 0) {
                p = star + 1;
                n = ++resume;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }

    /** How many characters are no wildcards. */
    static int literals(String pattern) {
        return (int) pattern.chars().filter(c -> c != '*' && c != '?').count();
    }
}
