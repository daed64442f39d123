// SPDX-License-Identifier: Apache-2.0
package dev.ketch.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs the tests of a subclass once for each kind of server, each test with a connection and keys of its own. */
@ParameterizedClass(name = "{0}")
@EnumSource
@ExtendWith(Servers.Resolver.class)
abstract class ConformanceTest {
    /** A CAS that no item of a test run has. */
    static final long WRONG_CAS = 0x7fff_ffff_ffffL;

    private static final AtomicLong KEYS = new AtomicLong();

    final ServerKind.Running server;
    final Wire wire;
    /** A key that no other test uses. */
    final String key = "key" + KEYS.incrementAndGet();

    ConformanceTest(ServerKind kind, Servers servers) throws IOException {
        this.server = servers.of(kind);
        this.wire = new Wire(server);
    }

    @AfterEach
    void disconnect() throws IOException {
        wire.close();
    }

    /** Expects these replies, in this order, to requests in one packet. */
    void expect(List<Request> requests, String... replies) throws IOException {
        assertThat(wire.exchange(requests)).extracting(Reply::text).containsExactly(replies);
    }

    void expect(Request request, String... replies) throws IOException {
        expect(List.of(request), replies);
    }

    /** Expects these replies to what was sent, and then the end of the connection. */
    void expectThenClose(String... replies) throws IOException {
        assertThat(wire.repliesUntilClose()).extracting(Reply::text).containsExactly(replies);
    }

    /** Expects the item of the test's key to hold this; null is no item. */
    void expectValue(String value) throws IOException {
        Reply reply = wire.ask(Request.get(key));
        assertThat(reply.status()).isZero();
        assertThat(reply.value()).isEqualTo(value);
    }

    void expectMissing() throws IOException {
        assertThat(wire.ask(Request.get(key)).status()).isEqualTo(1);
    }
}
