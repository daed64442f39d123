// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client.ring;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Tells literal addresses from names. Nothing is ever looked up. */
final class LiteralAddress {
    private static final String OCTET = "(0|[1-9]\\d?|1\\d\\d|2[0-4]\\d|25[0-5])";
    private static final Pattern IPV4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");

    private LiteralAddress() {}

    /**
     * The form in which Java prints an address: IPv6 as eight groups, without {@code ::}; one that is a mapped IPv4
     * address, as that.
     *
     * @param host without brackets
     * @return null if it is no literal address
     */
    static @Nullable String printed(String host) {
        if (IPV4.matcher(host).matches()) {
            return host;
        }
        if (host.indexOf(':') < 0) {
            return null;
        }
        // Apart from the zone, which the JDK takes only if this machine has such an interface.
        int zone = host.indexOf('%');
        String address = zone < 0 ? host : host.substring(0, zone);
        try {
            // In brackets it is taken as a literal whatever it is, and never looked up.
            return InetAddress.getByName("[" + address + "]").getHostAddress() + (zone < 0 ? "" : host.substring(zone));
        } catch (UnknownHostException e) {
            return null;
        }
    }
}
