// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.fuzz.canary;

import java.io.Serializable;

/** Refused by the policy of the fuzz tests, and tells if it is initialized all the same. */
public final class Denied implements Serializable {
    private static final long serialVersionUID = 1L;

    static {
        Witness.deniedWasInitialized = true;
    }

    private int number = 1;

    private Object readResolve() {
        number++;
        return this;
    }
}
