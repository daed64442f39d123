// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache.event;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/** Logs, and goes on if that fails, as without memory or by a handler that throws: events still have to be told. */
final class Warnings {
    private Warnings() {}

    static void log(Logger logger, Level level, @Nullable Throwable why, Object... what) {
        try {
            StringBuilder text = new StringBuilder();
            for (Object part : what) {
                text.append(part);
            }
            logger.log(level, text.toString(), why);
        } catch (RuntimeException | Error e) {
            // There is nobody left to be told.
        }
    }
}
