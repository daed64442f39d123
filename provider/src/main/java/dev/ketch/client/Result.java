// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** How a {@link Command} ended, and what came of it. Immutable, but for the value, which is the caller's. */
public final class Result {
    private final String key;
    private final ResultStatus status;
    private final byte @Nullable [] value;
    private final int flags;
    private final long cas;
    private final OptionalLong counter;
    private final Server server;
    private final String problem;
    private final @Nullable Session session;

    Result(
            String key,
            ResultStatus status,
            byte @Nullable [] value,
            int flags,
            long cas,
            OptionalLong counter,
            Server server,
            String problem,
            @Nullable Session session) {
        this.key = key;
        this.status = status;
        this.value = value;
        this.flags = flags;
        this.cas = cas;
        this.counter = counter;
        this.server = server;
        this.problem = problem;
        this.session = session;
    }

    /** The command's key. */
    public String key() {
        return key;
    }

    public ResultStatus status() {
        return status;
    }

    public boolean isOk() {
        return status == ResultStatus.OK;
    }

    /** The value of a get that hit, else {@code null}. */
    public byte @Nullable [] value() {
        return value;
    }

    /** The item's flags where a get hit, else 0. */
    public int flags() {
        return flags;
    }

    /**
     * The item's CAS after the command, unsigned; 0 where the answer carried none: whatever failed, deletes, silent
     * successes in a batch, servers with CAS off.
     */
    public long cas() {
        return cas;
    }

    /** What the counter is after INCREMENT or DECREMENT, unsigned; empty where there is none. */
    public OptionalLong counter() {
        return counter;
    }

    /** The server that owns the key, by its configured name. */
    public String server() {
        return server.name();
    }

    /**
     * What went wrong, a sentence; empty for {@link ResultStatus#OK} and the ordinary negative answers {@code NOT_FOUND},
     * {@code EXISTS} and {@code NOT_STORED}.
     */
    public String problem() {
        return problem;
    }

    @Nullable
    Session session() {
        return session;
    }

    @Override
    public String toString() {
        return "[" + KeyText.show(key) + "] " + status + (problem.isEmpty() ? "" : ": " + problem);
    }
}
