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
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Puts together what a URI, properties and a file say. */
final class SettingsParser {
    private final Map<Option, Setting> settings;

    private SettingsParser(Map<Option, Setting> settings) {
        this.settings = settings;
    }

    static KetchSettings parse(URI uri, Properties properties, ClassLoader loader) {
        Said said = new Said();
        boolean isFile = ConfigResource.isNamedBy(uri.toString());
        // The default URI is what stands where nobody said anything, so properties override it.
        boolean isDefault = uri.equals(KetchSettings.DEFAULT_URI);
        if (isFile) {
            said.add(new Setting(Option.CONFIG, uri.toString(), "uri [" + uri + "]"));
        } else if (!isDefault) {
            UriParts.parse(uri).values().forEach(said::add);
        }
        ConfigProperties.read(properties, said);
        Setting config = said.options().get(Option.CONFIG);
        if (config != null && !config.text().equals(Option.NO_FILE)) {
            ConfigFile.read(ConfigResource.read(config, loader), "file [" + config.text() + "]", said);
        }
        SettingsParser parser = new SettingsParser(said.options());
        boolean fromFile = parser.get(Option.SERVER_FILE).asFile() != null;
        if (!isFile && !isDefault && !said.options().containsKey(Option.SERVERS) && !fromFile) {
            throw new ConfigurationException("uri [" + uri + "] names no server: write " + UriParts.SCHEME
                    + "://host:port/..., or set the property [" + Option.SERVERS.property() + "] or ["
                    + Option.SERVER_FILE.property() + "]");
        }
        return parser.build(said.sections());
    }

    private KetchSettings build(Map<String, Map<Option, Setting>> sections) {
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
                .firstProbe(firstProbe())
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
                new CacheSections(
                        new CacheSettings(
                                get(Option.ON_UNAVAILABLE).asOnUnavailable(),
                                items(),
                                get(Option.EXPIRY).asExpiry(),
                                get(Option.SLIDING_EXPIRY).asExactSliding(),
                                get(Option.STATISTICS).asBoolean(),
                                get(Option.MANAGEMENT).asBoolean(),
                                get(Option.CREATE_ON_GET).asBoolean()),
                        sections),
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

    /** Where somebody wants short pauses between all probes and says nothing of the first, it is as short. */
    private Duration firstProbe() {
        Setting first = get(Option.FIRST_PROBE);
        Setting longest = get(Option.LONGEST_PROBE);
        if (first.asDuration().compareTo(longest.asDuration()) <= 0) {
            return first.asDuration();
        }
        if (settings.containsKey(Option.FIRST_PROBE)) {
            throw new ConfigurationException(
                    first + ", longer than " + longest + ": make the first pause shorter, or the longest longer");
        }
        return longest.asDuration();
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
}
