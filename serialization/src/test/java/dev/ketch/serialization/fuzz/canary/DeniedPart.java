// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.fuzz.canary;

/** Refused too. Final and plain, so as a field it is read without being named. */
public final class DeniedPart {
    static {
        Witness.deniedWasInitialized = true;
    }

    final int number = 1;
}
