// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.fuzz.canary;

/** Refused too. */
public enum DeniedPlan {
    FREE,
    PAID {
        @Override
        boolean billed() {
            return true;
        }
    };

    static {
        Witness.deniedWasInitialized = true;
    }

    boolean billed() {
        return false;
    }
}
