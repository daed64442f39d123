// SPDX-License-Identifier: Apache-2.0
package dev.ketch.config;

import java.util.Locale;

/** Whether a name that nobody knows is probably a slip for another. */
final class NearMatch {
    private NearMatch() {}

    /** Within a few typing errors, regardless of case, {@code -} and {@code _}; or one is part of the other. */
    static boolean isNear(String written, String known) {
        String w = normal(written);
        String k = normal(known);
        if (w.length() >= 3 && (k.contains(w) || w.contains(k))) {
            return true;
        }
        return distance(w, k) <= Math.max(2, k.length() / 4);
    }

    private static String normal(String name) {
        return name.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
    }

    /** How many characters must be put in, left out or changed (Levenshtein). */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(change, Math.min(above, row[j - 1]) + 1);
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}
