// SPDX-License-Identifier: Apache-2.0
package dev.ketch.config;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.cache.configuration.Factory;
import javax.cache.expiry.AccessedExpiryPolicy;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;
import javax.cache.expiry.EternalExpiryPolicy;
import javax.cache.expiry.ExpiryPolicy;
import javax.cache.expiry.ModifiedExpiryPolicy;
import javax.cache.expiry.TouchedExpiryPolicy;
import org.jspecify.annotations.Nullable;

/**
 * When entries end, as one of the policies that JSR-107 has. Immutable.
 *
 * @param since the policy
 * @param millis how long; 0 with {@link Since#ETERNAL}
 */
public record ExpirySetting(Since since, long millis) {
    /** What a duration counts from. */
    public enum Since {
        /** Entries do not end. */
        ETERNAL,
        /** {@link CreatedExpiryPolicy}. */
        CREATED,
        /** {@link ModifiedExpiryPolicy}. */
        MODIFIED,
        /** {@link AccessedExpiryPolicy}. */
        ACCESSED,
        /** {@link TouchedExpiryPolicy}. */
        TOUCHED
    }

    private static final Pattern FORM =
            Pattern.compile("(created|modified|accessed|touched)\\s+(\\d{1,18})\\s*(ms|s|m|h|d)");

    /** {@code null} if the text is no such thing. */
    static @Nullable ExpirySetting parse(String text) {
        String lower = text.trim().toLowerCase(Locale.ROOT);
        if (lower.equals("eternal")) {
            return new ExpirySetting(Since.ETERNAL, 0);
        }
        Matcher matcher = FORM.matcher(lower);
        if (!matcher.matches()) {
            return null;
        }
        TimeUnit unit =
                switch (matcher.group(3)) {
                    case "ms" -> TimeUnit.MILLISECONDS;
                    case "s" -> TimeUnit.SECONDS;
                    case "m" -> TimeUnit.MINUTES;
                    case "h" -> TimeUnit.HOURS;
                    default -> TimeUnit.DAYS;
                };
        long millis = unit.toMillis(Long.parseLong(matcher.group(2)));
        // What is too much for it comes out as the largest there is.
        return millis == 0 || millis == Long.MAX_VALUE
                ? null
                : new ExpirySetting(Since.valueOf(matcher.group(1).toUpperCase(Locale.ROOT)), millis);
    }

    /** What makes the policy. */
    public Factory<ExpiryPolicy> factory() {
        return switch (since) {
            case ETERNAL -> EternalExpiryPolicy.factoryOf();
            case CREATED -> CreatedExpiryPolicy.factoryOf(duration());
            case MODIFIED -> ModifiedExpiryPolicy.factoryOf(duration());
            case ACCESSED -> AccessedExpiryPolicy.factoryOf(duration());
            case TOUCHED -> TouchedExpiryPolicy.factoryOf(duration());
        };
    }

    /** How long a new entry lives. */
    public Duration duration() {
        return since == Since.ETERNAL ? Duration.ETERNAL : new Duration(TimeUnit.MILLISECONDS, millis);
    }
}
