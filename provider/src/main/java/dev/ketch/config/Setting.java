// SPDX-License-Identifier: Apache-2.0
package dev.ketch.config;

import dev.ketch.OnUnavailable;
import dev.ketch.RawKeys;
import dev.ketch.client.OnReturn;
import dev.ketch.client.OnRingChange;
import dev.ketch.client.ring.Placement;
import dev.ketch.serialization.ClassPolicy;
import dev.ketch.serialization.compression.Compressors;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wrote for an option.
 *
 * @param text the value as written
 * @param where where it stands, for messages: {@code uri [...]}, {@code property [...]} or {@code file [...] line 3 column 5}
 */
record Setting(Option option, String text, String where) {
    private static final Pattern WITH_UNIT = Pattern.compile("(\\d{1,18})\\s*([A-Za-z]+)");
    private static final Duration LONGEST = Duration.ofHours(24);

    /** What is said for an option, else what is given. */
    static <T> T read(Map<Option, Setting> said, Option option, Function<Setting, T> as, T otherwise) {
        Setting setting = said.get(option);
        return setting == null ? otherwise : as.apply(setting);
    }

    Setting {
        if (option == Option.CONFIG) {
            // Before anything shows it.
            ConfigResource.refuseUser(text);
        }
    }

    /** Puts it among others; saying a thing twice is fine, contradiction is an error. */
    void addTo(Map<Option, Setting> others) {
        Setting other = others.putIfAbsent(option, this);
        if (other != null && !other.text.equals(text)) {
            throw new ConfigurationException(other + " but [" + shown() + "] in " + where + ": leave one of them out");
        }
    }

    Duration asDuration() {
        Matcher matcher = WITH_UNIT.matcher(text.trim());
        if (!matcher.matches()) {
            throw bad();
        }
        long unitMillis =
                switch (matcher.group(2).toLowerCase(Locale.ROOT)) {
                    case "ms" -> 1;
                    case "s" -> 1_000;
                    case "m" -> 60_000;
                    case "h" -> 3_600_000;
                    default -> throw bad();
                };
        Duration duration = Duration.ofMillis(positiveProduct(matcher.group(1), unitMillis));
        if (duration.compareTo(LONGEST) > 0) {
            throw bad();
        }
        return duration;
    }

    long asSize() {
        Matcher matcher = WITH_UNIT.matcher(text.trim());
        if (!matcher.matches()) {
            throw bad();
        }
        long unit =
                switch (matcher.group(2).toLowerCase(Locale.ROOT)) {
                    case "b" -> 1;
                    case "kb" -> 1L << 10;
                    case "mb" -> 1L << 20;
                    case "gb" -> 1L << 30;
                    default -> throw bad();
                };
        return positiveProduct(matcher.group(1), unit);
    }

    /** As an int; 0 for what is not done. */
    int asSizeOrOff() {
        if (text.trim().equals(Option.OFF)) {
            return 0;
        }
        long size = asSize();
        if (size > Integer.MAX_VALUE) {
            throw bad();
        }
        return (int) size;
    }

    boolean asBoolean() {
        return switch (text.trim().toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw bad();
        };
    }

    ExpirySetting asExpiry() {
        ExpirySetting expiry = ExpirySetting.parse(text);
        if (expiry == null) {
            throw bad();
        }
        return expiry;
    }

    boolean asExactSliding() {
        return switch (text.trim().toLowerCase(Locale.ROOT)) {
            case "touch" -> false;
            case "exact" -> true;
            default -> throw bad();
        };
    }

    String asCompression() {
        try {
            Compressors.byName(text.trim());
            return text.trim();
        } catch (IllegalArgumentException e) {
            throw bad();
        } catch (IllegalStateException e) {
            throw bad(String.valueOf(e.getMessage()));
        }
    }

    int asCount() {
        try {
            int count = Integer.parseInt(text.trim());
            if (count > 0 || (count == 0 && option.type() == Option.Type.COUNT_OR_NONE)) {
                return count;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw bad();
    }

    /** The file; null if there shall be none. */
    @Nullable
    Path asFile() {
        if (text.equals(Option.NO_FILE)) {
            return null;
        }
        try {
            if (!text.isBlank()) {
                return Path.of(text);
            }
        } catch (InvalidPathException e) {
            // Said below.
        }
        throw bad();
    }

    OnUnavailable asOnUnavailable() {
        return switch (text.trim().toLowerCase(Locale.ROOT)) {
            case "degrade" -> OnUnavailable.DEGRADE;
            case "fail" -> OnUnavailable.FAIL;
            default -> throw bad();
        };
    }

    RawKeys asRawKeys() {
        return switch (text.trim().toLowerCase(Locale.ROOT)) {
            case "prefixed" -> RawKeys.PREFIXED;
            case "plain" -> RawKeys.PLAIN;
            default -> throw bad();
        };
    }

    boolean asStrict() {
        return switch (text.trim().toLowerCase(Locale.ROOT)) {
            case "open" -> false;
            case "strict" -> true;
            default -> throw bad();
        };
    }

    /** Patterns of classes that {@link ClassPolicy} takes. */
    List<String> asClasses() {
        if (text.equals(Option.NOTHING)) {
            return List.of();
        }
        List<String> patterns = Stream.of(text.split(",", -1)).map(String::trim).toList();
        try {
            ClassPolicy.strict(patterns);
        } catch (IllegalArgumentException e) {
            throw bad("write " + option.type().form() + "; " + e.getMessage());
        }
        return patterns;
    }

    /** The name of one of our serializers, or what may be the name of a class. */
    String asSerializer() {
        try {
            return SerializerNames.check(text.trim());
        } catch (IllegalArgumentException e) {
            throw bad(String.valueOf(e.getMessage()));
        }
    }

    String asKeyPrefix() {
        try {
            return text.equals(Option.NOTHING) ? "" : KeyPrefix.check(text);
        } catch (IllegalArgumentException e) {
            throw bad(String.valueOf(e.getMessage()));
        }
    }

    OnReturn asOnReturn() {
        return switch (text.trim().toLowerCase(Locale.ROOT)) {
            case "repair" -> OnReturn.REPAIR;
            case "clear" -> OnReturn.CLEAR;
            default -> throw bad();
        };
    }

    OnRingChange asOnRingChange() {
        return switch (text.trim().toLowerCase(Locale.ROOT)) {
            case "clear" -> OnRingChange.CLEAR;
            case "keep" -> OnRingChange.KEEP;
            default -> throw bad();
        };
    }

    Placement asRing() {
        Placement ring = Placement.named(text.trim());
        if (ring == null) {
            throw bad();
        }
        return ring;
    }

    private long positiveProduct(String digits, long unit) {
        try {
            long product = Math.multiplyExact(Long.parseLong(digits), unit);
            if (product > 0) {
                return product;
            }
        } catch (ArithmeticException e) {
            // Said below.
        }
        throw bad();
    }

    private ConfigurationException bad() {
        return bad("write " + option.type().form());
    }

    private ConfigurationException bad(String remedy) {
        return new ConfigurationException("option [" + option.key() + "] has the value [" + shown() + "] in " + where
                + ": " + remedy + " (the default is " + option.defaultText() + ")");
    }

    /** The value for messages. */
    String shown() {
        return option.isSecret() ? "***" : text;
    }

    /** For messages. */
    @Override
    public String toString() {
        return "option [" + option.key() + "] is [" + shown() + "] in " + where;
    }
}
