// SPDX-License-Identifier: Apache-2.0
package dev.ketch.config;

import dev.ketch.KetchConfiguration;
import dev.ketch.RawKeys;
import org.jspecify.annotations.Nullable;

/**
 * How entries become items. Immutable.
 *
 * @param serializer {@code kryo}, {@code java}, {@code string}, {@code bytes} or the name of a class
 * @param rawKeys what the keys of caches look like whose serializer adds nothing to the values
 * @param keyPrefix what these keys begin with where they are plain; may be empty
 * @param hmacKeys sign the items that are not raw; {@code null} for unsigned ones
 */
public record ItemSettings(String serializer, RawKeys rawKeys, String keyPrefix, @Nullable HmacKeys hmacKeys) {

    /**
     * These, with what a cache says for itself.
     *
     * @throws ConfigurationException if what it says cannot be used
     */
    public ItemSettings with(String cache, KetchConfiguration<?, ?> own) {
        String name = own.getSerializer();
        RawKeys keys = own.getRawKeys();
        String prefix = own.getKeyPrefix();
        try {
            return new ItemSettings(
                    name == null ? serializer : SerializerNames.check(name),
                    keys == null ? rawKeys : keys,
                    prefix == null ? keyPrefix : prefix.isEmpty() ? "" : KeyPrefix.check(prefix),
                    hmacKeys);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException("cache [" + cache + "] has the serializer [" + name
                    + "] and the key prefix [" + prefix + "] in its configuration: " + e.getMessage());
        }
    }
}
