// SPDX-License-Identifier: Apache-2.0
package dev.ketch.config;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Reads the properties that are ours: {@code ketch.<option>} and {@code ketch.caches.<name or pattern>.<option>}. */
final class ConfigProperties {
    private static final String CACHES = ConfigFile.CACHES + ".";

    private ConfigProperties() {}

    static void read(Properties properties, Said said) {
        Map<String, Object> ours = new LinkedHashMap<>();
        // Names with String values include those in the defaults of the Properties object ...
        for (String name : properties.stringPropertyNames()) {
            if (name.startsWith(Option.PROPERTY_PREFIX)) {
                ours.put(name, properties.getProperty(name));
            }
        }
        // ... and frameworks put in values of other types.
        properties.forEach((name, value) -> {
            if (name instanceof String text && text.startsWith(Option.PROPERTY_PREFIX)) {
                ours.put(text, value);
            }
        });
        ours.forEach((name, value) -> read(name, value, said));
    }

    private static void read(String property, Object value, Said said) {
        String where = "property [" + property + "]";
        String name = property.substring(Option.PROPERTY_PREFIX.length());
        if (name.equals("uri")) {
            throw new ConfigurationException(
                    where + " is read as a system property only: hand the URI itself to getCacheManager");
        }
        if (!name.startsWith(CACHES)) {
            if (name.indexOf('.') >= 0) {
                throw new ConfigurationException("unknown option [" + name + "] in " + where + ": did you mean "
                        + Option.PROPERTY_PREFIX + CACHES + "<name or pattern>.<option>?");
            }
            Option option = Option.named(name, where);
            said.add(new Setting(option, text(option, value), where));
            return;
        }
        // Names of caches have dots, options have none.
        int dot = name.lastIndexOf('.');
        if (dot < CACHES.length()) {
            throw new ConfigurationException(where + " names no cache, or no option: write " + Option.PROPERTY_PREFIX
                    + CACHES + "<name or pattern>.<option>");
        }
        Option option = Option.namedForCaches(name.substring(dot + 1), where);
        said.add(name.substring(CACHES.length(), dot), new Setting(option, text(option, value), where));
    }

    private static String text(Option option, Object value) {
        if (value instanceof Duration duration && option.type() == Option.Type.DURATION) {
            return duration.toMillis() + "ms";
        }
        if (value instanceof Class<?> type) {
            return type.getName();
        }
        if (value instanceof Iterable<?> items && option.type().isList()) {
            return StreamSupport.stream(items.spliterator(), false)
                    .map(item -> text(option, item))
                    .collect(Collectors.joining(option.type().separator()));
        }
        return String.valueOf(value).trim();
    }
}
