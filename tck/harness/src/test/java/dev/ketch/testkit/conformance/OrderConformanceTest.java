// SPDX-License-Identifier: Apache-2.0
package dev.ketch.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Pipelines, and what the two directions of a connection mean to each other. */
class OrderConformanceTest extends ConformanceTest {
    OrderConformanceTest(ServerKind kind, Servers servers) throws IOException {
        super(kind, servers);
    }

    @Test
    void thousandsOfQuietCommandsAnswerInOrder() throws IOException {
        List<Request> requests = new ArrayList<>();
        List<Integer> expected = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            String each = key + "-" + i % 700;
            requests.add(Request.store(Op.SETQ, each, "v" + i).opaque(4 * i));
            requests.add(Request.of(Op.GETKQ, each).opaque(4 * i + 1));
            requests.add(Request.of(Op.GETQ, each + "missing").opaque(4 * i + 2));
            expected.add(4 * i + 1);
            if (i % 3 == 0) {
                requests.add(Request.store(Op.ADDQ, each, "x").opaque(4 * i + 3));
                expected.add(4 * i + 3);
            }
        }
        List<Reply> replies = wire.exchange(requests);
        assertThat(replies).extracting(Reply::opaque).containsExactlyElementsOf(expected);
        assertThat(replies.stream().filter(reply -> reply.opcode() == Op.GETKQ))
                .extracting(Reply::value)
                .containsExactlyElementsOf(
                        IntStream.range(0, 5000).mapToObj(i -> "v" + i).toList());
    }

    @Test
    void quietHitIsSentWithoutANoop() throws IOException {
        wire.ask(Request.set(key, "value"));
        wire.send(Request.of(Op.GETQ, key).bytes());
        assertThat(wire.read().text()).isEqualTo("09 00 x=00000000 v=value cas");
    }

    @Test
    void halfClosedConnectionStillGetsItsReplies() throws IOException {
        wire.send(Request.set(key, "value").bytes(), Request.get(key).bytes());
        wire.endOutput();
        expectThenClose("01 00 cas", "00 00 x=00000000 v=value cas");
    }

    @Test
    void clientThatReadsLateGetsEverythingAndDisturbsNobody() throws Exception {
        int count = 400;
        String large = "x".repeat(200_000);
        wire.ask(Request.set(key, large));
        CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> {
            try {
                for (int i = 0; i < count; i++) {
                    wire.send(Request.get(key).opaque(i).bytes());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        try (Wire other = new Wire(server)) {
            for (int i = 0; i < 100; i++) {
                assertThat(other.ask(Request.set(key + "other", "v" + i)).status())
                        .isZero();
            }
        }
        for (int i = 0; i < count; i++) {
            Reply reply = wire.read();
            assertThat(reply.opaque()).isEqualTo(i);
            assertThat(reply.value()).hasSize(large.length());
        }
        sent.get(20, TimeUnit.SECONDS);
    }

    @Test
    void valuesOfASlowReaderAreThoseOfTheMomentOfTheCommand() throws IOException {
        List<Request> requests = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (char c = 'a'; c <= 'z'; c++) {
            String value = String.valueOf(c).repeat(20_000);
            requests.add(Request.store(Op.SETQ, key, value));
            requests.add(Request.get(key));
            expected.add(value);
        }
        assertThat(wire.exchange(requests)).extracting(Reply::value).containsExactlyElementsOf(expected);
    }

    @Test
    void concurrentCompareAndSetLosesNoUpdate() throws Exception {
        int threads = 4;
        int rounds = 100;
        wire.ask(Request.set(key, "0"));
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            all.add(CompletableFuture.runAsync(() -> increment(rounds)));
        }
        CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get(20, TimeUnit.SECONDS);
        expectValue(Integer.toString(threads * rounds));
    }

    private void increment(int rounds) {
        try (Wire own = new Wire(server)) {
            for (int done = 0; done < rounds; ) {
                Reply old = own.ask(Request.get(key));
                String next = Integer.toString(Integer.parseInt(old.value()) + 1);
                if (own.ask(Request.set(key, next).cas(old.cas())).status() == 0) {
                    done++;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
