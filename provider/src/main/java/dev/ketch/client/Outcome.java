// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client;

/** How an exchange ended. */
public enum Outcome {
    /** Every answer that the server owed has come. */
    ANSWERED,
    /** Not sent: there was no connection to the server. Nothing has happened. */
    DISCONNECTED,
    /** Not sent: too many operations or bytes wait for the server. Nothing has happened. */
    OVERLOADED,
    /** Not sent: the connection on which the CAS was read is gone, so the CAS may mean another item by now. */
    SESSION_LOST,
    /** Sent, at least in part, but not answered in time or before the connection was lost. Each command may have been done or not. */
    UNKNOWN
}
