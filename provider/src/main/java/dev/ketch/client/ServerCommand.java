// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client;

import dev.ketch.client.protocol.Opcode;
import dev.ketch.client.protocol.Request;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** A command that concerns a server as a whole, not a key. Immutable. */
public final class ServerCommand {
    private static final byte[] NOTHING = new byte[0];

    private final Opcode opcode;
    private final byte[] argument;

    private ServerCommand(Opcode opcode, String argument) {
        this.opcode = opcode;
        this.argument = argument.isEmpty() ? NOTHING : argument.getBytes(StandardCharsets.UTF_8);
    }

    /** Asks for a sign of life. */
    public static ServerCommand noop() {
        return new ServerCommand(Opcode.NOOP, "");
    }

    /** Asks for the version of memcached. */
    public static ServerCommand version() {
        return new ServerCommand(Opcode.VERSION, "");
    }

    /** Asks for the general statistics. */
    public static ServerCommand stats() {
        return new ServerCommand(Opcode.STAT, "");
    }

    /**
     * Asks for a group of statistics: {@code settings}, {@code items}, {@code slabs}, {@code conns}, ... The group {@code
     * reset} sets the counters of the general ones to 0.
     *
     * @throws IllegalArgumentException if the name is empty or longer than 250 bytes
     */
    public static ServerCommand stats(String group) {
        Objects.requireNonNull(group, "group");
        int length = group.getBytes(StandardCharsets.UTF_8).length;
        if (length < 1 || length > Request.MAX_KEY_LENGTH) {
            throw new IllegalArgumentException("statistics group [" + KeyText.show(group) + "] has " + length
                    + " bytes, and memcached takes 1 to " + Request.MAX_KEY_LENGTH);
        }
        return new ServerCommand(Opcode.STAT, group);
    }

    /**
     * Makes every item of the server vanish: those of all clients, all applications and all caches that use it. To empty
     * one cache, clear that cache. A server started with {@code -F} refuses.
     */
    public static ServerCommand flush() {
        return new ServerCommand(Opcode.FLUSH, "");
    }

    Request request() {
        return new Request(opcode, argument, 0, 0, 0, 0, 0, NOTHING, NOTHING);
    }

    @Override
    public String toString() {
        return opcode + (argument.length == 0 ? "" : " " + new String(argument, StandardCharsets.UTF_8));
    }
}
