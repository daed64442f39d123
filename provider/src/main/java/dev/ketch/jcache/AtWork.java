// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a thread is within, of whichever cache and manager: they share their threads' fate where user code of one waits
 * for the other.
 *
 * <p>User code may ask for an operation and wait for it. If that waited for another thread, all threads of an executor
 * might come to wait, whether the code was called by the executor or by a thread of the user's that is one of it; so it
 * is done at once.
 */
enum AtWork {
    /** An operation that nobody waits for. */
    OPERATION,
    /** A loader, writer, listener, entry processor, or policy that can be closed, called by an operation of any form. */
    USER_CODE,
    /** Such an operation, done at once since user code has asked for it. */
    OPERATION_OF_USER_CODE;

    /** Never left behind on a thread. */
    private static final ThreadLocal<@Nullable AtWork> CURRENT = new ThreadLocal<>();

    /** Whether this thread is within either. */
    static boolean isAny() {
        return CURRENT.get() != null;
    }

    /** Whether this thread does the work of an operation that nobody waits for. */
    static boolean isOperation() {
        AtWork current = CURRENT.get();
        return current == OPERATION || current == OPERATION_OF_USER_CODE;
    }

    /** Whether user code waits for what this thread does. */
    static boolean isWithinUserCode() {
        AtWork current = CURRENT.get();
        return current == USER_CODE || current == OPERATION_OF_USER_CODE;
    }

    <T extends @Nullable Object> T call(Supplier<? extends T> action) {
        AtWork before = CURRENT.get();
        CURRENT.set(this == OPERATION && isWithinUserCode() ? OPERATION_OF_USER_CODE : this);
        try {
            return action.get();
        } finally {
            if (before == null) {
                CURRENT.remove();
            } else {
                CURRENT.set(before);
            }
        }
    }

    void run(Runnable action) {
        this.<@Nullable Void>call(() -> {
            action.run();
            return null;
        });
    }
}
