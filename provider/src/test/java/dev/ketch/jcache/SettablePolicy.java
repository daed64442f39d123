// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import javax.cache.expiry.Duration;
import javax.cache.expiry.ExpiryPolicy;
import org.jspecify.annotations.Nullable;

/** Answers whatever is set, {@code null} included, or throws it, and counts the questions. For one thread. */
final class SettablePolicy implements ExpiryPolicy {
    @Nullable
    Duration creation = Duration.ETERNAL;

    @Nullable
    Duration access;

    @Nullable
    Duration update;

    @Nullable
    Throwable broken;

    int asked;

    private @Nullable Duration answer(@Nullable Duration duration) {
        asked++;
        Throwable thrown = broken;
        if (thrown != null) {
            throw SettablePolicy.<RuntimeException>unchecked(thrown);
        }
        return duration;
    }

    /** Checked exceptions too come out of where they are not declared. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Throwable> E unchecked(Throwable thrown) throws E {
        throw (E) thrown;
    }

    @Override
    public @Nullable Duration getExpiryForCreation() {
        return answer(creation);
    }

    @Override
    public @Nullable Duration getExpiryForAccess() {
        return answer(access);
    }

    @Override
    public @Nullable Duration getExpiryForUpdate() {
        return answer(update);
    }
}
