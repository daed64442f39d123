// SPDX-License-Identifier: Apache-2.0
package dev.ketch.config;

import dev.ketch.client.ClientSettings;
import dev.ketch.client.ClientSettings.Node;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Puts together what a URI and properties say. Saying a thing twice is fine, contradiction is an error. */
final class SettingsParser {
    private final Map<Option, Setting> settings;

    private SettingsParser(Map<Option, Setting> settings) {
        this.settings = settings;
    }

    static KetchSettings parse(URI uri, Properties properties) {
        Map<Option, Setting> merged = new EnumMap<>(Option.class);
        // The default URI is what stands where nobody said anything, so properties override it.
        if (!uri.equals(KetchSettings.DEFAULT_URI)) {
            merged.putAll(UriParts.parse(uri));
        }
        for (Setting setting : fromProperties(properties)) {
            Setting other = merged.putIfAbsent(setting.option(), setting);
            if (other != null && !other.text().equals(setting.text())) {
                throw new ConfigurationException(
                        other + " but [" + setting.shown() + "] in " + setting.where() + ": leave one of them out");
            }
        }
        SettingsParser parser = new SettingsParser(merged);
        boolean fromFile = parser.get(Option.SERVER_FILE).asFile() != null;
        if (!uri.equals(KetchSettings.DEFAULT_URI) && !merged.containsKey(Option.SERVERS) && !fromFile) {
            throw new ConfigurationException("uri [" + uri + "] names no server: write " + UriParts.SCHEME
                    + "://host:port/..., or set the property [" + Option.SERVERS.property() + "] or ["
                    + Option.SERVER_FILE.property() + "]");
        }
        return parser.build();
    }

    private KetchSettings build() {
        ClientSettings client = ClientSettings.builder(servers())
                .ring(get(Option.RING).asRing())
                .timeout(duration(Option.TIMEOUT))
                .connectTimeout(duration(Option.CONNECT_TIMEOUT))
                .listTimeout(duration(Option.LIST_TIMEOUT))
                .directConnections(count(Option.DIRECT_CONNECTIONS))
                .batchesInFlight(count(Option.BATCHES_IN_FLIGHT))
                .maxQueuedOperations(count(Option.MAX_QUEUED_OPERATIONS))
                .maxQueuedBytes(get(Option.MAX_QUEUED_BYTES).asSize())
                .quarantine(duration(Option.QUARANTINE))
                .timeoutsUntilDown(count(Option.TIMEOUTS_UNTIL_DOWN))
                .firstProbe(duration(Option.FIRST_PROBE))
                .longestProbe(duration(Option.LONGEST_PROBE))
                .journalLimit(count(Option.JOURNAL_LIMIT))
                .onReturn(get(Option.ON_RETURN).asOnReturn())
                .onRingChange(get(Option.ON_RING_CHANGE).asOnRingChange())
                .build();
        Path file = get(Option.SERVER_FILE).asFile();
        return new KetchSettings(
                client,
                get(Option.NAMESPACE).text(),
                count(Option.LISTENER_QUEUE),
                count(Option.EXECUTOR_QUEUE),
                count(Option.EXECUTOR_THREADS),
                get(Option.ON_UNAVAILABLE).asOnUnavailable(),
                items(),
                file == null ? null : new ServerListFile(file, duration(Option.SERVER_FILE_POLL)));
    }

    private ItemSettings items() {
        return new ItemSettings(
                get(Option.SERIALIZER).asSerializer(),
                get(Option.RAW_KEYS).asRawKeys(),
                get(Option.KEY_PREFIX).asKeyPrefix(),
                hmacKeys(),
                new ClassSettings(
                        get(Option.CLASS_POLICY).asStrict(),
                        get(Option.ALLOW_CLASSES).asClasses(),
                        get(Option.DENY_CLASSES).asClasses(),
                        count(Option.MAX_DEPTH),
                        count(Option.MAX_OBJECTS),
                        count(Option.MAX_ARRAY_LENGTH),
                        get(Option.MAX_VALUE_SIZE).asSize()),
                get(Option.COMPRESSION).asCompression(),
                get(Option.COMPRESSION_THRESHOLD).asSizeOrOff());
    }

    private @Nullable HmacKeys hmacKeys() {
        Setting own = get(Option.HMAC_KEY);
        Setting file = get(Option.HMAC_KEY_FILE);
        Path path = file.asFile();
        boolean isGiven = !own.text().equals(Option.NOTHING);
        if (path == null) {
            return isGiven ? HmacKeys.of(words(own.text()), own.where()) : null;
        }
        if (isGiven) {
            throw new ConfigurationException(own + " but " + file + ": leave one of them out");
        }
        try (Stream<String> lines = Files.lines(path)) {
            List<String> keys = lines.map(String::trim)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList();
            return HmacKeys.of(keys, "the file of " + file);
        } catch (IOException | UncheckedIOException e) {
            throw new ConfigurationException(file + ": the file cannot be read: " + e, e);
        }
    }

    private static List<String> words(String text) {
        return Stream.of(text.trim().split("\\s+"))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private List<Node> servers() {
        Setting list = get(Option.SERVERS);
        Setting file = get(Option.SERVER_FILE);
        Path path = file.asFile();
        if (path != null && settings.containsKey(Option.SERVERS)) {
            throw new ConfigurationException(list + " but " + file + ": leave one of them out");
        }
        List<Node> nodes =
                path == null ? ServerList.parse(list.text(), list.where()) : ServerList.read(path, file.toString());
        Setting ring = get(Option.RING);
        try {
            ring.asRing().check(nodes.stream().map(Node::member).toList());
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(ring + ": " + e.getMessage());
        }
        return nodes;
    }

    private Duration duration(Option option) {
        return get(option).asDuration();
    }

    private int count(Option option) {
        return get(option).asCount();
    }

    private Setting get(Option option) {
        Setting setting = settings.get(option);
        return setting == null ? new Setting(option, option.defaultText(), "the defaults") : setting;
    }

    private static Iterable<Setting> fromProperties(Properties properties) {
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
        return ours.entrySet().stream()
                .map(entry -> fromProperty(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static Setting fromProperty(String name, Object value) {
        String where = "property [" + name + "]";
        if (name.equals(Option.PROPERTY_PREFIX + "uri")) {
            throw new ConfigurationException(
                    where + " is read as a system property only: hand the URI itself to" + " getCacheManager");
        }
        Option option = Option.named(name.substring(Option.PROPERTY_PREFIX.length()), where);
        String text = value instanceof Duration duration && option.type() == Option.Type.DURATION
                ? duration.toMillis() + "ms"
                : String.valueOf(value).trim();
        return new Setting(option, text, where);
    }
}
