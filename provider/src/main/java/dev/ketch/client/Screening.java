// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Finds the commands that must not be sent, given the limits of their server. Thread-safe. */
final class Screening {
    /** What memcached adds to an item, generously: its own header, pointers, and the rounding of slab pages. */
    private static final int OVERHEAD = 512;

    /** Below this no server's limit is asked for: memcached takes no smaller {@code item_size_max} than 1 KiB. */
    private static final int ALWAYS_FITS = 1024;

    private final Carrier carrier;

    Screening(Carrier carrier) {
        this.carrier = carrier;
    }

    /** Whether it must be known first what the server can do, and is not. */
    boolean needsGreeting(Command command, Server server) {
        return (command.cas() != 0 || size(command) > ALWAYS_FITS) && !carrier.wasReached(server);
    }

    /** The result of a command that is not to be sent, or {@code null}. */
    @Nullable
    Result refusal(Command command, Server server) {
        if (needsGreeting(command, server)) {
            return refused(command, server, ResultStatus.DISCONNECTED, unreached(server));
        }
        ServerLimits limits = carrier.limits(server);
        long size = size(command);
        if (size > limits.itemSizeMax() && size > ALWAYS_FITS) {
            return refused(
                    command,
                    server,
                    ResultStatus.TOO_LARGE,
                    "the value of " + command.value().length + " bytes makes an item of about " + size
                            + ", and server [" + server.name() + "] takes " + limits.itemSizeMax()
                            + "; raise memcached's -I, or store less");
        }
        if (command.cas() != 0 && !limits.casEnabled()) {
            return refused(
                    command,
                    server,
                    ResultStatus.UNSUPPORTED,
                    "server [" + server.name() + "] was started with -C and would obey without looking at the CAS");
        }
        return null;
    }

    private String unreached(Server server) {
        return carrier.isClosed()
                ? carrier.closedProblem(server)
                : "server [" + server.name() + "] could not be asked for its limits; look whether it runs";
    }

    private static long size(Command command) {
        int length = command.value().length;
        return length == 0 ? 0 : (long) OVERHEAD + command.keyBytes().length + length;
    }

    private static Result refused(Command command, Server server, ResultStatus status, String problem) {
        return new Result(command.key(), status, null, 0, 0, OptionalLong.empty(), server, problem, null);
    }
}
