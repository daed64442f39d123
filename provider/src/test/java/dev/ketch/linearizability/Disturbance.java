// SPDX-License-Identifier: Apache-2.0
package dev.ketch.linearizability;

/** What happens during a round. */
enum Disturbance {
    NONE,
    /** The cache is cleared by its callers. */
    CLEAR,
    /** A server is stopped and goes on (SIGSTOP, SIGCONT). */
    STOP,
    /** One JVM is cut off from a server, or from all, and the other is not. */
    PARTITION,
    /** Connections of one JVM or both are reset or closed. */
    RESET,
    /** A server is killed and started again, empty. */
    KILL
}
