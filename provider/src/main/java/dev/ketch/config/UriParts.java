// SPDX-License-Identifier: Apache-2.0
package dev.ketch.config;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a manager's URI says: {@code memcached://<servers>/<namespace>?<option>=<value>&...}.
 *
 * <p>Taken apart here, from its text, because {@link URI} knows no list of hosts: it gives neither host nor port for one.
 */
final class UriParts {
    static final String SCHEME = "memcached";

    private static final String EXAMPLE = "memcached://localhost:11211/shop?timeout=250ms";

    private final String where;
    private final Map<Option, Setting> settings = new EnumMap<>(Option.class);

    private UriParts(String where) {
        this.where = where;
    }

    /** What the URI says, by option; what it does not say is not in the map. */
    static Map<Option, Setting> parse(URI uri) {
        String text = uri.toString();
        if (!SCHEME.equalsIgnoreCase(uri.getScheme())) {
            throw new ConfigurationException("uri [" + shown(text) + "] has the scheme [" + uri.getScheme()
                    + "]: write " + SCHEME + "://, for example " + EXAMPLE
                    + ", or name a file that ends with .yaml or .yml");
        }
        String rest = text.substring(SCHEME.length() + 1);
        if (!rest.startsWith("//")) {
            throw new ConfigurationException(
                    "uri [" + shown(text) + "] has no // before its servers: write it like " + EXAMPLE);
        }
        UriParts parts = new UriParts("uri [" + shown(text) + "]");
        parts.split(rest.substring(2));
        return parts.settings;
    }

    private void split(String rest) {
        int fragment = rest.indexOf('#');
        if (fragment >= 0) {
            throw new ConfigurationException(
                    where + " has a fragment, which means nothing here: leave it out, or write # as %23");
        }
        int question = rest.indexOf('?');
        String hierarchy = question < 0 ? rest : rest.substring(0, question);
        int slash = hierarchy.indexOf('/');
        String authority = slash < 0 ? hierarchy : hierarchy.substring(0, slash);
        if (authority.indexOf('@') >= 0) {
            throw new ConfigurationException(where + " names a user: a URI is shown in JMX and logs, so it carries no"
                    + " credentials; leave out everything up to the @");
        }
        put(Option.SERVERS, decode(authority));
        put(Option.NAMESPACE, slash < 0 ? "" : namespace(hierarchy.substring(slash + 1)));
        if (question >= 0) {
            for (String pair : rest.substring(question + 1).split("&", -1)) {
                option(pair);
            }
        }
    }

    private String namespace(String path) {
        if (path.indexOf('/') >= 0) {
            throw new ConfigurationException(where + " has the path [/" + path
                    + "]: the path is the namespace, one segment; write / within it as %2F");
        }
        return decode(path);
    }

    private void option(String pair) {
        if (pair.isEmpty()) {
            return;
        }
        int equals = pair.indexOf('=');
        if (equals < 0) {
            throw new ConfigurationException(
                    "option [" + pair + "] has no value in " + where + ": write " + pair + "=...");
        }
        String name = decode(pair.substring(0, equals));
        Option option = Option.named(name, where);
        if (option.isSecret()) {
            throw new ConfigurationException("option [" + name + "] stands in " + where
                    + ": a URI is shown in JMX and logs, so it carries no secrets; set the property ["
                    + option.property() + "]");
        }
        if (!option.isQueryOption()) {
            throw new ConfigurationException("option [" + name + "] stands in the query of " + where
                    + ": servers and namespace have their own places, " + SCHEME + "://<servers>/<namespace>?...");
        }
        if (settings.containsKey(option)) {
            throw new ConfigurationException("option [" + name + "] is given twice in " + where + ": give it once");
        }
        settings.put(option, new Setting(option, decode(pair.substring(equals + 1)), where));
    }

    private void put(Option option, String text) {
        if (!text.isEmpty()) {
            settings.put(option, new Setting(option, text, where));
        }
    }

    /** Decodes %xx as UTF-8; a + stays what it is. */
    private static String decode(String raw) {
        return URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /**
     * The URI for a message, without what may be a secret: a user, a fragment, and the values of all that is not known to
     * be an option without secrets, since a misspelt one may be meant for one with.
     */
    private static String shown(String uri) {
        String plain = hideUser(uri);
        int fragment = plain.indexOf('#');
        String rest = fragment < 0 ? plain : plain.substring(0, fragment);
        String end = fragment < 0 ? "" : "#***";
        int question = rest.indexOf('?');
        if (question < 0) {
            return rest + end;
        }
        String query = Arrays.stream(rest.substring(question + 1).split("&", -1))
                .map(UriParts::shownPair)
                .collect(Collectors.joining("&"));
        return rest.substring(0, question + 1) + query + end;
    }

    private static String shownPair(String pair) {
        int equals = pair.indexOf('=');
        return equals < 0 || Option.isShown(decode(pair.substring(0, equals)))
                ? pair
                : pair.substring(0, equals + 1) + "***";
    }

    /** The URI without a name and password that somebody may have put in. */
    private static String hideUser(@Nullable String uri) {
        if (uri == null) {
            return "";
        }
        int start = uri.indexOf("//");
        int from = start < 0 ? uri.indexOf(':') + 1 : start + 2;
        int end = from;
        while (end < uri.length() && "/?#".indexOf(uri.charAt(end)) < 0) {
            end++;
        }
        int at = uri.lastIndexOf('@', end);
        return at < from ? uri : uri.substring(0, from) + "***" + uri.substring(at);
    }
}
