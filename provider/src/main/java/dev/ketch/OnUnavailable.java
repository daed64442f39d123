// SPDX-License-Identifier: Apache-2.0
package dev.ketch;

/** What becomes of a cache's operations whose server cannot be reached, or does not answer. */
public enum OnUnavailable {
    /**
     * The cache goes on as if the server were empty: reads miss, and writes whose result does not depend on what is there
     * ({@code put}, {@code remove}, {@code putAll}, {@code removeAll}, {@code clear}, {@code invoke}) are dropped and made
     * up for when the server is back, so that this JVM never reads there what they should have replaced. Operations whose
     * answer would be a lie ({@code putIfAbsent}, {@code replace}, {@code remove(key, value)}, {@code getAnd...}) throw
     * {@link ServerUnavailableException}, or {@link UnknownOutcomeException} if they may have been done.
     */
    DEGRADE,
    /** Every operation throws. */
    FAIL
}
