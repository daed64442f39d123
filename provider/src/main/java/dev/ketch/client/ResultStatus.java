// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client;

/** How a command ended. Each says whether the server was asked, so what a caller may conclude and do. */
public enum ResultStatus {
    /** Done. For a read: a hit. */
    OK,
    /** There is no such item. */
    NOT_FOUND,
    /** ADD found an item, or the item's CAS is not the one demanded. Nothing was changed. */
    EXISTS,
    /** APPEND or PREPEND found no item, or would have made it too large. Nothing was changed. */
    NOT_STORED,
    /**
     * The value is too large for the server. As a rule this is found before anything is sent, from the limit that the
     * server told, since a server that refuses a SET for its size deletes the old value all the same.
     */
    TOO_LARGE,
    /** INCREMENT or DECREMENT found an item that is not a decimal number of 64 bits. */
    NON_NUMERIC,
    /** The server found no memory for the item. A SET may have deleted the old value. */
    OUT_OF_MEMORY,
    /** The server did not accept the command's form. */
    INVALID_ARGUMENTS,
    /** The server does not know the command, or cannot do it as it is configured. */
    UNSUPPORTED,
    /** The server does not allow the command, a flush for instance if it was started with {@code -F}. */
    REFUSED,
    /** The server answered with an error that this version does not know. */
    FAILED,
    /**
     * Not sent: there was no connection, the client is closed, or the CAS was read on a connection that is gone (read
     * again then). Nothing has happened.
     */
    DISCONNECTED,
    /** Not sent: too much waits for the server, or for the callbacks of this client. Nothing has happened. */
    OVERLOADED,
    /** Sent, at least in part, and not answered: the command may have been done or not. */
    UNKNOWN
}
