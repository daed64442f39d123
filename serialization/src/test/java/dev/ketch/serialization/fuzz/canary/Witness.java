// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.fuzz.canary;

/** What the other classes here tell of themselves. Set by the thread that fuzzes, and read by it. */
public final class Witness {
    public static boolean deniedWasInitialized;
    public static boolean admittedWasInitialized;

    private Witness() {}
}
