// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.key;

import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One spelling for URIs that are equal: {@link URI#equals} ignores the case of scheme, host and escaped octets. */
final class UriText {

    private UriText() {}

    static String canonical(URI uri) {
        StringBuilder text = new StringBuilder();
        append(text, lower(uri.getScheme()), ":");
        if (uri.isOpaque()) {
            text.append(upperEscapes(uri.getRawSchemeSpecificPart()));
        } else {
            if (uri.getHost() != null) {
                text.append("//");
                append(text, upperEscapes(uri.getRawUserInfo()), "@");
                text.append(lower(uri.getHost()));
                if (uri.getPort() >= 0) {
                    text.append(':').append(uri.getPort());
                }
            } else if (uri.getRawAuthority() != null) {
                text.append("//").append(upperEscapes(uri.getRawAuthority()));
            }
            text.append(upperEscapes(uri.getRawPath()));
            if (uri.getRawQuery() != null) {
                text.append('?').append(upperEscapes(uri.getRawQuery()));
            }
        }
        if (uri.getRawFragment() != null) {
            text.append('#').append(upperEscapes(uri.getRawFragment()));
        }
        return text.toString();
    }

    private static void append(StringBuilder text, @Nullable String part, String end) {
        if (part != null) {
            text.append(part).append(end);
        }
    }

    private static @Nullable String lower(@Nullable String text) {
        return text == null ? null : text.toLowerCase(Locale.ROOT);
    }

    private static @Nullable String upperEscapes(@Nullable String text) {
        if (text == null || text.indexOf('%') < 0) {
            return text;
        }
        StringBuilder upper = new StringBuilder(text);
        for (int i = 0; i + 2 < upper.length(); i++) {
            if (upper.charAt(i) == '%') {
                upper.setCharAt(i + 1, Character.toUpperCase(upper.charAt(i + 1)));
                upper.setCharAt(i + 2, Character.toUpperCase(upper.charAt(i + 2)));
            }
        }
        return upper.toString();
    }
}
