// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client;

import static dev.ketch.client.Fixture.answer;
import static dev.ketch.client.Fixture.bytes;
import static dev.ketch.client.Fixture.get;
import static dev.ketch.client.Fixture.run;
import static dev.ketch.client.Fixture.set;
import static dev.ketch.client.Fixture.valueOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ketch.client.protocol.Opcode;
import dev.ketch.client.protocol.Request;
import dev.ketch.testkit.MemcachedProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Writes with a CAS find a connection that their session allows. */
class SessionTest {
    private static MemcachedProcess server;

    @BeforeAll
    static void start() {
        server = MemcachedProcess.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** The writes of values as long as {@code lengths}, with the CAS read just before, and a NOOP. */
    private static Exchange write(MemcachedClient client, int... lengths) {
        List<Request> reads = new ArrayList<>();
        for (int i = 0; i < lengths.length; i++) {
            reads.add(get("s" + i));
        }
        Exchange read = run(client, reads.toArray(Request[]::new));
        List<Request> writes = new ArrayList<>();
        for (int i = 0; i < lengths.length; i++) {
            long cas = answer(read, i).cas();
            writes.add(
                    Request.store(Opcode.SETQ, bytes("s" + i), 0, 0, valueOf("s" + i, lengths[i]), new byte[0], cas));
        }
        writes.add(Request.noop());
        Exchange write = new Exchange(read.server(), writes, read.session());
        client.runAll(List.of(write));
        return write;
    }

    private static MemcachedClient open(int direct) {
        MemcachedClient client = MemcachedClients.open(
                Fixture.withDirect(Fixture.settings(Duration.ofSeconds(20), server.port()), direct));
        run(client, set("s0", bytes("v")));
        run(client, set("s1", bytes("v")));
        return client;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4})
    void aLargeWriteIsDoneAtOnce(int direct) {
        try (MemcachedClient client = open(direct)) {
            Exchange write = write(client, 200_000);
            assertThat(write.problem()).isEmpty();
            assertThat(answer(run(client, get("s0")), 0).value()).isEqualTo(valueOf("s0", 200_000));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4})
    void severalLargeWritesAreDoneAfterReadingOnceMore(int direct) {
        try (MemcachedClient client = open(direct)) {
            Exchange write = write(client, 200_000, 200_000);
            if (write.outcome() == Outcome.SESSION_LOST) {
                write = write(client, 200_000, 200_000);
            }
            assertThat(write.problem()).isEmpty();
            assertThat(answer(run(client, get("s1")), 0).value()).isEqualTo(valueOf("s1", 200_000));
        }
    }
}
