// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client;

/** What is done to a server that was down or offline before it is fully used again. */
public enum OnReturn {
    /** What this JVM could not write there is deleted, key by key as far as they are remembered. */
    REPAIR,
    /** Every cache is cleared there. */
    CLEAR
}
