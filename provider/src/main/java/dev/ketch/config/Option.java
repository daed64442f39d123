// SPDX-License-Identifier: Apache-2.0
package dev.ketch.config;

import dev.ketch.client.ring.Placement;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;

/**
 * All options of a cache manager: name, type and meaning. Nothing else says what an option is called. What holds if it
 * is not given stands in {@code dev/ketch/reference.yaml}.
 *
 * <p>In a URI an option stands in the query ({@code memcached://h1/shop?timeout=250ms}), in properties it is named
 * {@code ketch.<name>}. {@link #SERVERS} and {@link #NAMESPACE} have places of their own in a URI.
 */
public enum Option {
    /**
     * A file with further options, in YAML: a path, which is looked for among files and then among the resources of the
     * manager's class loader, or {@code classpath:} and a resource, or a URL. {@code none} means that there is none.
     */
    CONFIG("config", Type.CONFIG),
    /**
     * The servers, separated by commas: {@code host}, {@code host:port} or {@code host:port:weight}, an IPv6 address in
     * brackets. In a URI: between {@code //} and the path; there a list with IPv6 addresses needs {@code %5B} and
     * {@code %5D} for the brackets, since a URI allows them round a lone host only.
     */
    SERVERS("servers", Type.SERVERS),
    /**
     * A file that lists the servers, in place of {@link #SERVERS}: in libketama's format, {@code host:port}, a tab and the
     * weight, a server a line; or, if it ends with {@code .properties}, as the value of {@code ketch.servers}, written as
     * that option is. It is read again every so often, and followed if it changes. {@code none} means no file.
     */
    SERVER_FILE("serverFile", Type.FILE),
    /** How often {@link #SERVER_FILE} is read again. */
    SERVER_FILE_POLL("serverFilePoll", Type.DURATION),
    /**
     * How keys are placed on the servers, see {@link Placement}. All clients that share items need the same, and the
     * same servers in the same order.
     */
    RING("ring", Type.RING),
    /**
     * First part of every key on the wire. Caches of one name share their entries if, and only if, their managers have
     * the same namespace and servers. In a URI: the path.
     */
    NAMESPACE("namespace", Type.TEXT),
    /** How long an operation may take at most, connecting and waiting included, per round trip. */
    TIMEOUT("timeout", Type.DURATION),
    /** How long it may take to make a connection and to be greeted on it. */
    CONNECT_TIMEOUT("connectTimeout", Type.DURATION),
    /** How long the listing of one server's keys may take, for iterators and for {@code removeAll()}. */
    LIST_TIMEOUT("listTimeout", Type.DURATION),
    /** As long as no more calls than this are under way to a server, each uses a connection of its own. */
    DIRECT_CONNECTIONS("directConnections", Type.COUNT_OR_NONE),
    /** How many packets may be unanswered on the connection that all further calls to a server share. */
    BATCHES_IN_FLIGHT("batchesInFlight", Type.COUNT),
    /** How many operations may wait or be under way for one server; further ones are refused at once. */
    MAX_QUEUED_OPERATIONS("maxQueuedOperations", Type.COUNT),
    /** How many bytes these may have together; and all values that asynchronous operations of a manager are storing. */
    MAX_QUEUED_BYTES("maxQueuedBytes", Type.SIZE),
    /**
     * How long a connection is kept on which the server left commands unanswered: nothing more is sent on it, and what it
     * still answers is dropped. Once it has ended, none of those commands can be done any more.
     */
    QUARANTINE("quarantine", Type.DURATION),
    /** So many connections in a row on which nothing came for a timeout take a server down; a failed connect does at once. */
    TIMEOUTS_UNTIL_DOWN("timeoutsUntilDown", Type.COUNT),
    /** How long after a server went down it is probed first; each further pause is twice as long, give or take a quarter. */
    FIRST_PROBE("firstProbe", Type.DURATION),
    /** The longest pause between probes. */
    LONGEST_PROBE("longestProbe", Type.DURATION),
    /**
     * How many keys are remembered for a server whose writes were dropped or went unanswered, to be deleted there; beyond
     * it the caches concerned are cleared there instead.
     */
    JOURNAL_LIMIT("journalLimit", Type.COUNT),
    /**
     * What is done to a server that was down before it is used again: {@code repair} deletes what this JVM could not
     * write there, {@code clear} clears all its caches there.
     */
    ON_RETURN("onReturn", Type.ON_RETURN),
    /**
     * What is done when the list of servers changes to those that gain keys by it, of which they may have old copies:
     * {@code clear} clears all caches there first; {@code keep} does nothing, for clusters that only grow, by empty servers.
     */
    ON_RING_CHANGE("onRingChange", Type.ON_RING_CHANGE),
    /**
     * What becomes of operations whose server cannot be reached or does not answer: {@code degrade} reads nothing there
     * and drops blind writes, to make up for them later; {@code fail} throws. A cache can have a say of its own.
     */
    ON_UNAVAILABLE("onUnavailable", Type.ON_UNAVAILABLE),
    /** How many events may wait for one asynchronous listener; further ones are dropped and counted. */
    LISTENER_QUEUE("listenerQueue", Type.COUNT),
    /** How many asynchronous operations of a manager's caches may be under way or wait; further ones fail at once. */
    EXECUTOR_QUEUE("executorQueue", Type.COUNT),
    /** How many threads run them at most on a JDK without virtual threads. */
    EXECUTOR_THREADS("executorThreads", Type.COUNT),
    /**
     * What turns values into bytes: {@code kryo}, {@code java}, or the name of a class that implements {@link
     * dev.ketch.serialization.Serializer}. With {@code string} and {@code bytes} the value is the whole item, so that
     * other programs share it. A cache can have a say of its own.
     */
    SERIALIZER("serializer", Type.SERIALIZER),
    /**
     * What the keys look like where values are the whole items: {@code prefixed} with namespace and cache name, or
     * {@code plain}. A cache can have a say of its own.
     */
    RAW_KEYS("rawKeys", Type.RAW_KEYS),
    /** What plain keys begin with in memcached, and only there. {@code none} means that they begin with nothing. */
    KEY_PREFIX("keyPrefix", Type.KEY_PREFIX),
    /**
     * A file with the keys that sign items, a key a line; blank lines and lines that begin with {@code #} are skipped. The
     * first signs, all verify. {@code none} means that items are not signed.
     */
    HMAC_KEY_FILE("hmacKeyFile", Type.FILE),
    /**
     * The same keys themselves, separated by blanks, in place of {@link #HMAC_KEY_FILE}. Among properties only: a URI is
     * shown in JMX and logs.
     */
    HMAC_KEY("hmacKey", Type.SECRET),
    /**
     * Which classes may be read: {@code open} for all but those that are known from attacks, {@code strict} for those
     * listed in {@link #ALLOW_CLASSES} and a built-in set. A cache can have a say of its own.
     */
    CLASS_POLICY("classPolicy", Type.CLASS_POLICY),
    /**
     * Classes that may be read. A full name, in strict mode also {@code com.acme.*} for a package or {@code com.acme.**}
     * for one with all below it. A cache can have a say of its own.
     */
    ALLOW_CLASSES("allowClasses", Type.CLASSES),
    /** Classes that may not be read, written alike, whatever else admits them. A cache can have a say of its own. */
    DENY_CLASSES("denyClasses", Type.CLASSES),
    /** How deep the objects of a value that is read may be nested. */
    MAX_DEPTH("maxDepth", Type.COUNT),
    /** How many objects a value that is read may hold. */
    MAX_OBJECTS("maxObjects", Type.COUNT),
    /** How many elements an array or collection may have that is read. */
    MAX_ARRAY_LENGTH("maxArrayLength", Type.COUNT),
    /** How many bytes a serialized value may have, decompressed. */
    MAX_VALUE_SIZE("maxValueSize", Type.SIZE),
    /**
     * How large values are compressed: {@code deflate}, or {@code lz4} with the library lz4-java on the class path. What
     * was compressed in another way is read too. A cache can have a say of its own.
     */
    COMPRESSION("compression", Type.COMPRESSION),
    /**
     * From how many serialized bytes on values are compressed, where that makes them smaller; {@code off} for never. A
     * cache can have a say of its own.
     */
    COMPRESSION_THRESHOLD("compressionThreshold", Type.SIZE_OR_OFF),
    /**
     * When entries end, where a configuration leaves it at JSR-107's default, {@code eternal}: so long after they were
     * {@code created}, {@code modified}, {@code accessed} or {@code touched}, which is modified or accessed. A section for
     * caches can say so too.
     */
    EXPIRY("expiry", Type.EXPIRY),
    /**
     * How an access moves the deadline of entries that live so long after they were {@code touched}: {@code touch} in the
     * round trip of the read, and entries may end a second early or two late; {@code exact} to the millisecond, by writing the
     * entry once more. A section for caches can say so too.
     */
    SLIDING_EXPIRY("slidingExpiry", Type.SLIDING_EXPIRY),
    /** Whether statistics are on also where a configuration leaves them off. A section for caches can say so too. */
    STATISTICS("statistics", Type.BOOLEAN),
    /** Whether management is on also where a configuration leaves it off. A section for caches can say so too. */
    MANAGEMENT("management", Type.BOOLEAN),
    /**
     * Whether {@code getCache} makes a cache that is not there, as Spring's caches need it. A section for caches can say
     * so too.
     */
    CREATE_ON_GET("createOnGet", Type.BOOLEAN);

    /** How an option's value is written. */
    public enum Type {
        /** Servers, separated by commas. */
        SERVERS("servers like h1:11211,h2:11211"),
        /** The path of a file. */
        FILE("the path of a file, or " + NO_FILE),
        /** Where a file with options is. */
        CONFIG("a file or URL that ends with .yaml or .yml, or " + NO_FILE),
        /** When entries end. */
        EXPIRY("eternal, or created, modified, accessed or touched and a duration like 10m or 30d"),
        /** How accesses move deadlines. */
        SLIDING_EXPIRY("touch or exact"),
        /** Yes or no. */
        BOOLEAN("true or false"),
        /** What caches do without their servers. */
        ON_UNAVAILABLE("degrade or fail"),
        /** What is done to a server that comes back. */
        ON_RETURN("repair or clear"),
        /** What is done to servers that gain keys. */
        ON_RING_CHANGE("clear or keep"),
        /** The key of a {@link Placement}. */
        RING("one of " + Placement.keys()),
        /** The name of a serializer. */
        SERIALIZER("kryo, java, string, bytes or the full name of a class"),
        /** What raw keys look like. */
        RAW_KEYS("prefixed or plain"),
        /** What plain keys begin with. */
        KEY_PREFIX("up to 200 of the characters ! to ~, or " + Option.NOTHING),
        /** Which classes may be read. */
        CLASS_POLICY("open or strict"),
        /** Patterns of classes, separated by commas. */
        CLASSES("classes like com.acme.Order,com.acme.model.**, or " + Option.NOTHING),
        /** What is not shown. */
        SECRET("keys of 16 bytes or more, separated by blanks"),
        /** Any text. */
        TEXT("a text"),
        /** A whole number above 0 with its unit: {@code ms}, {@code s}, {@code m} or {@code h}; at most a day. */
        DURATION("a duration like 250ms, 2s or 1m, above 0 and at most 24h"),
        /** A whole number above 0 with its unit: {@code B}, {@code KB}, {@code MB} or {@code GB}, in steps of 1024. */
        SIZE("a size like 512KB or 64MB, above 0"),
        /** The same, or nothing. */
        SIZE_OR_OFF("a size like 8KB, above 0, or " + OFF),
        /** How values are compressed. */
        COMPRESSION("deflate or lz4"),
        /** A whole number above 0. */
        COUNT("a whole number above 0"),
        /** A whole number, 0 included. */
        COUNT_OR_NONE("a whole number, 0 or more");

        private final String form;

        Type(String form) {
            this.form = form;
        }

        /** Whether a value is several, which a file may write as a list. */
        boolean isList() {
            return this == SERVERS || this == CLASSES || this == SECRET;
        }

        /** What stands between them in a text. */
        String separator() {
            return this == SECRET ? " " : ",";
        }

        /** How a value is written, for messages. */
        String form() {
            return form;
        }
    }

    /** What stands for a file where there is none. */
    static final String NO_FILE = "none";

    /** What stands for a text where there is none. */
    static final String NOTHING = "none";

    /** What stands for a size of what is not done. */
    static final String OFF = "off";

    /** What caches can have a say of their own in. */
    private static final Set<Option> PER_CACHE = Collections.unmodifiableSet(EnumSet.of(
            ON_UNAVAILABLE,
            SERIALIZER,
            RAW_KEYS,
            KEY_PREFIX,
            CLASS_POLICY,
            ALLOW_CLASSES,
            DENY_CLASSES,
            COMPRESSION,
            COMPRESSION_THRESHOLD,
            EXPIRY,
            SLIDING_EXPIRY,
            STATISTICS,
            MANAGEMENT,
            CREATE_ON_GET));

    /** What the names of properties begin with. */
    public static final String PROPERTY_PREFIX = "ketch.";

    private final String key;
    private final Type type;
    private final String defaultText;

    static {
        Reference.checkNames(Arrays.stream(values()).map(Option::key).toList());
    }

    Option(String key, Type type) {
        this.key = key;
        this.type = type;
        this.defaultText = Reference.defaultOf(key);
    }

    /** The name in the query of a URI. */
    public String key() {
        return key;
    }

    /** The name among properties. */
    public String property() {
        return PROPERTY_PREFIX + key;
    }

    public Type type() {
        return type;
    }

    /** The default, written as a user would. */
    public String defaultText() {
        return defaultText;
    }

    /** Whether sections for caches may say it too. */
    boolean isPerCache() {
        return PER_CACHE.contains(this);
    }

    /** Whether the option may stand in the query of a URI. */
    boolean isQueryOption() {
        return this != SERVERS && this != NAMESPACE && !isSecret();
    }

    /** Whether its value is never shown. */
    boolean isSecret() {
        return type == Type.SECRET;
    }

    /** A copy of properties that can be shown: with {@code ***} in place of the values of secrets. */
    public static Properties withoutSecrets(Properties given) {
        Properties shown = (Properties) given.clone();
        for (Option option : values()) {
            if (option.isSecret() && shown.containsKey(option.property())) {
                shown.setProperty(option.property(), "***");
            }
        }
        return shown;
    }

    /** Whether there is an option of a name whose value may be shown. */
    static boolean isShown(String name) {
        return Arrays.stream(values()).anyMatch(option -> option.key.equals(name) && !option.isSecret());
    }

    /**
     * The option of a name, exactly as written.
     *
     * @param where where the name stands, for the message
     */
    static Option named(String name, String where) {
        return find(name, where, Arrays.asList(values()));
    }

    /** The option of a name that a section for caches may say. */
    static Option namedForCaches(String name, String where) {
        for (Option option : values()) {
            if (option.key.equals(name) && !option.isPerCache()) {
                throw new ConfigurationException("option [" + name + "] stands in " + where
                        + ", but holds for all caches of a manager: write it outside of the sections");
            }
        }
        return find(
                name, where, Arrays.stream(values()).filter(Option::isPerCache).toList());
    }

    private static Option find(String name, String where, List<Option> options) {
        for (Option option : options) {
            if (option.key.equals(name)) {
                return option;
            }
        }
        throw unknown(name, where, options.stream().map(Option::key).toList());
    }

    /** That nothing of the kind is called so, with what is probably meant. */
    static ConfigurationException unknown(String name, String where, List<String> known) {
        List<String> near =
                known.stream().filter(key -> NearMatch.isNear(name, key)).toList();
        String hint = near.isEmpty() ? "options are " + known : "did you mean " + near + "?";
        return new ConfigurationException("unknown option [" + name + "] in " + where + ": " + hint);
    }

    @Override
    public String toString() {
        return key + " (" + type.name().toLowerCase(Locale.ROOT) + ", default " + defaultText + ")";
    }
}
