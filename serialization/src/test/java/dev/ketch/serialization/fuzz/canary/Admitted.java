// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.fuzz.canary;

import java.io.Serializable;

/** Not refused itself, though it holds what is. */
public class Admitted implements Serializable {
    private static final long serialVersionUID = 1L;

    static {
        Witness.admittedWasInitialized = true;
    }

    public Object any = "any";

    /** Holds a part that Java streams cannot write, and Kryo does not name. */
    public static final class Whole {
        public DeniedPart part = new DeniedPart();
        public DeniedPlan plan = DeniedPlan.PAID;
    }
}
