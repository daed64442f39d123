// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Whether commands that were sent and not answered can still be done. A server that hangs does what it was sent when it
 * goes on, perhaps after later commands that came over other connections; only when it has closed the connection, or has
 * answered after all, is that over.
 *
 * <p>Thread-safe.
 */
public final class Settlement {
    private final CompletableFuture<Boolean> over = new CompletableFuture<>();

    /** One that is over: the commands were done or never will be. */
    public static Settlement settled() {
        Settlement settlement = new Settlement();
        settlement.end(true);
        return settlement;
    }

    /** For the client: it is over. Later calls do nothing. */
    public void end(boolean settled) {
        over.complete(settled);
    }

    /**
     * Has something called when it is over, at once if it is already, by a thread that must not be held up.
     *
     * @param told given {@code true} if the commands were done or never will be, {@code false} if the client gave up
     *     waiting, so that they may be done at any time
     */
    public void whenOver(Consumer<Boolean> told) {
        over.thenAccept(told);
    }
}
