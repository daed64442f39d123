// SPDX-License-Identifier: Apache-2.0
package dev.ketch.tck;

/** What of the TCK's jar a run takes. */
public enum TckPart {
    /** Everything that wants a provider and nothing else. */
    CORE,
    /** The tests of the annotations, which want a container that intercepts methods. */
    ANNOTATIONS;

    boolean has(String classFile) {
        return classFile.contains("/annotation/") == (this == ANNOTATIONS);
    }
}
