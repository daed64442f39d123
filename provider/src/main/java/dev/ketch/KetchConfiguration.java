// SPDX-License-Identifier: Apache-2.0
package dev.ketch;

import javax.cache.configuration.CompleteConfiguration;
import javax.cache.configuration.MutableConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * A cache's configuration with what only Ketch has; to be handed to {@code createCache}. What is not set here is as the
 * manager's options have it. Not thread-safe; a cache keeps a copy.
 */
public class KetchConfiguration<K, V> extends MutableConfiguration<K, V> {
    private static final long serialVersionUID = 1L;

    private @Nullable OnUnavailable onUnavailable;

    /** The defaults of JSR-107. */
    public KetchConfiguration() {}

    /** A copy of another configuration. */
    public KetchConfiguration(CompleteConfiguration<K, V> configuration) {
        super(configuration);
        if (configuration instanceof KetchConfiguration<K, V> ours) {
            onUnavailable = ours.onUnavailable;
        }
    }

    /** What becomes of operations whose server cannot be reached; {@code null} for what the manager says. */
    public @Nullable OnUnavailable getOnUnavailable() {
        return onUnavailable;
    }

    /** Says what becomes of operations whose server cannot be reached; returns this. */
    public KetchConfiguration<K, V> setOnUnavailable(@Nullable OnUnavailable mode) {
        this.onUnavailable = mode;
        return this;
    }

    @Override
    public boolean equals(Object other) {
        return super.equals(other)
                && other instanceof KetchConfiguration<?, ?> ours
                && onUnavailable == ours.onUnavailable;
    }

    @Override
    public int hashCode() {
        return 31 * super.hashCode() + (onUnavailable == null ? 0 : onUnavailable.hashCode());
    }
}
