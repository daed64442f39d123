// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache.store;

import dev.ketch.client.Server;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Counts the items of a cache that were read and did not count as entries, and tells of the first of each kind. To be had
 * from {@code cache.unwrap(FlawCounts.class)}. Thread-safe.
 */
public final class FlawCounts {
    private static final System.Logger LOG = System.getLogger(FlawCounts.class.getName());
    private static final int LONGEST = 500;
    private static final int MOST_CAUSES = 10;
    /** Controls, marks that change the direction of writing or cannot be seen, and ends of lines. */
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");

    private final String cache;
    // Filled in the constructor and never changed; the adders are thread-safe.
    private final Map<Flaw, LongAdder> counts = new EnumMap<>(Flaw.class);
    private final Map<Flaw, AtomicBoolean> told = new EnumMap<>(Flaw.class);

    /** @param cache the cache's name, for the log */
    public FlawCounts(String cache) {
        this.cache = cache;
        for (Flaw flaw : Flaw.values()) {
            counts.put(flaw, new LongAdder());
            told.put(flaw, new AtomicBoolean());
        }
    }

    /** How often items with this flaw were read since the cache was opened. */
    public long count(Flaw flaw) {
        return Objects.requireNonNull(counts.get(flaw)).sum();
    }

    /** How often items were read that had any of them. */
    public long total() {
        return counts.values().stream().mapToLong(LongAdder::sum).sum();
    }

    void found(Flaw flaw, Server server, byte[] wireKey, @Nullable Throwable cause) {
        Objects.requireNonNull(counts.get(flaw)).increment();
        if (Objects.requireNonNull(told.get(flaw)).compareAndSet(false, true)) {
            String key = shown(new String(wireKey, StandardCharsets.ISO_8859_1));
            String why = cause == null ? "" : " (" + shown(messageOf(cause)) + ")";
            LOG.log(
                    Level.WARNING,
                    "cache [" + cache + "]: server [" + server.name() + "]: the item [" + key + "] " + flaw.text() + why
                            + "; it counts as absent. " + flaw.remedy()
                            + ". Further items of this kind are counted and not reported.");
            if (cause != null && LOG.isLoggable(Level.DEBUG)) {
                LOG.log(Level.DEBUG, "cache [" + cache + "]: what came of the item [" + key + "]: " + chain(cause));
            }
        }
    }

    private static String messageOf(Throwable cause) {
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }

    /** The causes and where each arose. Not the exception itself: its message goes to the log as anybody has written it. */
    private static String chain(Throwable failure) {
        StringBuilder chain = new StringBuilder();
        Throwable cause = failure;
        for (int i = 0; cause != null && i < MOST_CAUSES; i++) {
            StackTraceElement[] trace = cause.getStackTrace();
            chain.append(i == 0 ? "" : "; caused by ").append(shown(cause.toString()));
            chain.append(trace.length == 0 ? "" : " at " + trace[0]);
            cause = cause.getCause();
        }
        return chain.toString();
    }

    /** What an item says, and anybody may have written: in one line that looks like one, and not too long. */
    private static String shown(String text) {
        String some = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
        return UNPRINTABLE.matcher(some).replaceAll("?");
    }
}
