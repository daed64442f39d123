// SPDX-License-Identifier: Apache-2.0
package dev.ketch;

/** Which classes may be read from stored bytes, see {@link dev.ketch.serialization.ClassPolicy}. */
public enum ClassMode {
    /** All but those that are known from attacks. */
    OPEN,
    /** Those that are listed, and what the JDK, Spring and Hibernate put into caches. */
    STRICT
}
