// SPDX-License-Identifier: Apache-2.0
package dev.ketch.testkit.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ketch.testkit.embedded.EmbeddedMemcached;
import dev.ketch.testkit.proxy.FaultProxy;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

@Embedded(count = 2)
class EmbeddedServersTest {
    private final EmbeddedMemcached first;

    EmbeddedServersTest(EmbeddedMemcached first) {
        this.first = first;
    }

    @Test
    void serversAndProxiesAreGiven(List<EmbeddedMemcached> servers, FaultProxy proxy) throws IOException {
        assertThat(servers).hasSize(2).first().isSameAs(first);
        assertThat(servers.get(0).port()).isNotEqualTo(servers.get(1).port());
        assertThat(version(proxy.port())).startsWith("VERSION " + EmbeddedMemcached.VERSION);
    }

    private static String version(int port) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream().write("version\r\nquit\r\n".getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }
}
