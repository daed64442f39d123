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
import org.jspecify.annotations.Nullable;

/**
 * Counts the items of a cache that were read and did not count as entries, and tells of the first of each kind. To be had
 * from {@code cache.unwrap(FlawCounts.class)}. Thread-safe.
 */
public final class FlawCounts {
    private static final System.Logger LOG = System.getLogger(FlawCounts.class.getName());
    private static final int LONGEST = 500;
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
            String key = new String(wireKey, StandardCharsets.ISO_8859_1);
            String why = cause == null ? "" : " (" + shown(cause) + ")";
            LOG.log(
                    Level.WARNING,
                    "cache [" + cache + "]: server [" + server.name() + "]: the item [" + key + "] " + flaw.text() + why
                            + "; it counts as absent. " + flaw.remedy()
                            + ". Further items of this kind are counted and not reported.");
            LOG.log(Level.DEBUG, "cache [" + cache + "]: what came of the item [" + key + "]", cause);
        }
    }

    /** The message, which may hold what the item says, and that anybody may have written: in one line, and not too long. */
    private static String shown(Throwable cause) {
        String text = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        String line = text.replaceAll("\\p{Cntrl}", "?");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }
}
