// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client;

/** What a client takes a server for. The ring is the same in every state. */
public enum ServerState {
    /** Nobody has asked it anything yet. Calls are admitted. */
    NEW,
    /** It answers. */
    UP,
    /** It does not: every call ends at once as {@link Outcome#DISCONNECTED}, and a probe looks for its return. */
    DOWN,
    /** It answers again, and what it missed is being made up for. Calls are admitted. */
    REPAIRING,
    /** An operator has taken it out of use: as {@link #DOWN}, but without a probe. */
    OFFLINE,
    /** It was taken off the list: as {@link #OFFLINE}, and for good. */
    REMOVED;

    /** Whether calls are sent. */
    public boolean admitsCalls() {
        return this == NEW || this == UP || this == REPAIRING;
    }
}
