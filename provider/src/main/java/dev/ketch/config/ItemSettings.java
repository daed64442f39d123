// SPDX-License-Identifier: Apache-2.0
package dev.ketch.config;

import dev.ketch.ClassMode;
import dev.ketch.KetchConfiguration;
import dev.ketch.RawKeys;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How entries become items. Immutable.
 *
 * @param serializer {@code kryo}, {@code java}, {@code string}, {@code bytes} or the name of a class
 * @param rawKeys what the keys of caches look like whose serializer adds nothing to the values
 * @param keyPrefix what these keys begin with where they are plain; may be empty
 * @param hmacKeys sign the items that are not raw; {@code null} for unsigned ones
 * @param classes which classes may be read
 * @param compression how values are compressed: {@code deflate} or {@code lz4}
 * @param compressionThreshold from how many bytes on; 0 for never
 */
public record ItemSettings(
        String serializer,
        RawKeys rawKeys,
        String keyPrefix,
        @Nullable HmacKeys hmacKeys,
        ClassSettings classes,
        String compression,
        int compressionThreshold) {

    /**
     * These, with what a cache says for itself.
     *
     * @throws ConfigurationException if what it says cannot be used
     */
    public ItemSettings with(String cache, KetchConfiguration<?, ?> own) {
        String name = own.getSerializer();
        RawKeys keys = own.getRawKeys();
        String prefix = own.getKeyPrefix();
        String method = own.getCompression();
        Integer threshold = own.getCompressionThreshold();
        try {
            return new ItemSettings(
                    name == null ? serializer : SerializerNames.check(name),
                    keys == null ? rawKeys : keys,
                    prefix == null ? keyPrefix : prefix.isEmpty() ? "" : KeyPrefix.check(prefix),
                    hmacKeys,
                    classesWith(own),
                    method == null ? compression : method,
                    threshold == null ? compressionThreshold : Math.max(0, threshold));
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException("cache [" + cache + "] has the serializer [" + name
                    + "], the key prefix [" + prefix + "], allowClasses " + own.getAllowClasses() + " and denyClasses "
                    + own.getDenyClasses() + " in its configuration: " + e.getMessage());
        }
    }

    /** These, with what a section for caches says. */
    ItemSettings with(Map<Option, Setting> said) {
        ClassSettings read = new ClassSettings(
                Setting.read(said, Option.CLASS_POLICY, Setting::asStrict, classes.strict()),
                Setting.read(said, Option.ALLOW_CLASSES, Setting::asClasses, classes.allow()),
                Setting.read(said, Option.DENY_CLASSES, Setting::asClasses, classes.deny()),
                classes.maxDepth(),
                classes.maxObjects(),
                classes.maxArrayLength(),
                classes.maxValueSize());
        return new ItemSettings(
                Setting.read(said, Option.SERIALIZER, Setting::asSerializer, serializer),
                Setting.read(said, Option.RAW_KEYS, Setting::asRawKeys, rawKeys),
                Setting.read(said, Option.KEY_PREFIX, Setting::asKeyPrefix, keyPrefix),
                hmacKeys,
                read,
                Setting.read(said, Option.COMPRESSION, Setting::asCompression, compression),
                Setting.read(said, Option.COMPRESSION_THRESHOLD, Setting::asSizeOrOff, compressionThreshold));
    }

    private ClassSettings classesWith(KetchConfiguration<?, ?> own) {
        ClassMode mode = own.getClassMode();
        List<String> allow = own.getAllowClasses();
        List<String> deny = own.getDenyClasses();
        ClassSettings merged = new ClassSettings(
                mode == null ? classes.strict() : mode == ClassMode.STRICT,
                allow == null ? classes.allow() : allow,
                deny == null ? classes.deny() : deny,
                classes.maxDepth(),
                classes.maxObjects(),
                classes.maxArrayLength(),
                classes.maxValueSize());
        merged.policy();
        return merged;
    }
}
