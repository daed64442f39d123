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
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many callers at once: each gets its own answers, and an interrupt of one harms no other. */
class CallersTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static MemcachedProcess one;
    private static MemcachedProcess other;

    @BeforeAll
    static void start() {
        one = MemcachedProcess.start();
        other = MemcachedProcess.start();
    }

    @AfterAll
    static void stop() {
        one.close();
        other.close();
    }

    private static void work(MemcachedClient client, int id, int rounds, Queue<String> wrong) {
        Random random = new Random(id);
        for (int i = 0; i < rounds; i++) {
            String key = "c" + id + "-" + random.nextInt(50);
            byte[] value = valueOf(key + "/" + i, 1 + random.nextInt(random.nextInt(20) == 0 ? 40_000 : 300));
            Exchange stored = run(client, set(key, value));
            Exchange read = run(client, get(key), Request.getQuiet(bytes("none")), Request.noop());
            if (!stored.isAnswered() || !read.isAnswered()) {
                wrong.add(stored.problem() + read.problem());
            } else if (!Arrays.equals(answer(read, 0).value(), value) || read.response(1) != null) {
                wrong.add(key + " has another's answer");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4, 64})
    void sixtyFourThreadsGetTheirOwnAnswers(int direct) throws InterruptedException {
        try (MemcachedClient client =
                MemcachedClients.open(Fixture.withDirect(Fixture.settings(LONG, one.port(), other.port()), direct))) {
            Queue<String> wrong = new ConcurrentLinkedQueue<>();
            List<Thread> threads = new ArrayList<>();
            for (int t = 0; t < 64; t++) {
                int id = t;
                threads.add(new Thread(() -> work(client, id, 200, wrong)));
            }
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(wrong).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4})
    void interruptsHarmNobody(int direct) throws InterruptedException {
        try (MemcachedClient client =
                MemcachedClients.open(Fixture.withDirect(Fixture.settings(LONG, one.port()), direct))) {
            Queue<String> wrong = new ConcurrentLinkedQueue<>();
            AtomicBoolean end = new AtomicBoolean();
            AtomicInteger kept = new AtomicInteger();
            List<Thread> threads = new ArrayList<>();
            for (int t = 0; t < 8; t++) {
                int id = 1000 + t;
                threads.add(new Thread(() -> {
                    while (!end.get()) {
                        work(client, id, 1, wrong);
                        if (Thread.interrupted()) {
                            kept.incrementAndGet();
                        }
                    }
                }));
            }
            threads.forEach(Thread::start);
            for (int i = 1; i <= 100; i++) {
                int seen = kept.get();
                threads.get(i % 8).interrupt();
                Fixture.await("the interrupted caller finds its flag set", () -> kept.get() > seen);
            }
            end.set(true);
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(wrong).isEmpty();
        }
    }

    @Test
    void aCallerThatIsInterruptedAlreadyIsServed() {
        try (MemcachedClient client = Fixture.open(LONG, one)) {
            Thread.currentThread().interrupt();
            Exchange exchange = run(client, get("k"));
            assertThat(Thread.interrupted()).isTrue();
            assertThat(exchange.outcome()).isEqualTo(Outcome.ANSWERED);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4})
    void aLongBatchOverTwoServersIsAnsweredInFull(int direct) {
        try (MemcachedClient client =
                MemcachedClients.open(Fixture.withDirect(Fixture.settings(LONG, one.port(), other.port()), direct))) {
            int keys = 100_000;
            List<Exchange> stores = new ArrayList<>();
            for (List<Request> packet : packets(client, keys, true)) {
                stores.add(new Exchange(client.serverOf(packet.get(0).key()), packet));
            }
            client.runAll(stores);
            assertThat(stores).allSatisfy(x -> assertThat(x.problem()).isEmpty());
            List<Exchange> reads = new ArrayList<>();
            for (List<Request> packet : packets(client, keys, false)) {
                reads.add(new Exchange(client.serverOf(packet.get(0).key()), packet));
            }
            client.runAll(reads);
            int found = 0;
            for (Exchange read : reads) {
                assertThat(read.problem()).isEmpty();
                for (int i = 0; i < read.requests().size() - 1; i++) {
                    byte[] key = read.requests().get(i).key();
                    assertThat(answer(read, i).value()).isEqualTo(key);
                    found++;
                }
            }
            assertThat(found).isEqualTo(keys);
        }
    }

    /** Packets of 100 quiet requests and a NOOP, by server. */
    private static List<List<Request>> packets(MemcachedClient client, int keys, boolean store) {
        List<List<Request>> packets = new ArrayList<>();
        List<List<Request>> open = new ArrayList<>();
        client.servers().forEach(s -> open.add(new ArrayList<>()));
        for (int i = 0; i <= keys; i++) {
            byte[] key = bytes("batch-" + i);
            List<Request> packet = open.get(client.servers().indexOf(client.serverOf(key)));
            if (i < keys) {
                packet.add(store ? Request.store(Opcode.SETQ, key, 0, 0, key, new byte[0], 0) : Request.getQuiet(key));
            }
            for (List<Request> p : open) {
                if (!p.isEmpty() && (p.size() == 100 || i == keys)) {
                    p.add(Request.noop());
                    packets.add(List.copyOf(p));
                    p.clear();
                }
            }
        }
        return packets;
    }

    @Test
    void aBatchOfLargeValuesNeitherStallsNorOverloads() {
        try (MemcachedProcess server = MemcachedProcess.builder()
                        .flags("-I", "2m")
                        .memoryMb(1024)
                        .start();
                MemcachedClient client = MemcachedClients.open(
                        Fixture.withBounds(Fixture.settings(LONG, server.port()), 1000, 8 << 20))) {
            byte[] megabyte = valueOf("large", 1 << 20);
            List<Exchange> stores = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                stores.add(Fixture.exchange(client, set("large" + i, megabyte)));
            }
            client.runAll(stores);
            assertThat(stores).allSatisfy(x -> assertThat(x.problem()).isEmpty());
            List<Request> all = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                all.add(Request.getQuiet(bytes("large" + i)));
            }
            all.add(Request.noop());
            Exchange read = new Exchange(client.servers().get(0), all);
            client.run(read);
            for (int i = 0; i < 100; i++) {
                assertThat(answer(read, i).value()).isEqualTo(megabyte);
            }
        }
    }

    @Test
    void aBatchForAServerThatStandsStillDoesNotWaitForEachExchange() {
        try (MemcachedProcess server = MemcachedProcess.start();
                MemcachedClient client = Fixture.open(Duration.ofSeconds(2), server)) {
            Fixture.await("it answers", () -> client.start(Fixture.exchange(client, Request.noop()))
                    .toCompletableFuture()
                    .join()
                    .isAnswered());
            server.stop();
            List<Exchange> reads = new ArrayList<>();
            for (int i = 0; i < 10_000; i++) {
                reads.add(Fixture.exchange(client, get("k" + i)));
            }
            long from = System.nanoTime();
            client.runAll(reads);
            assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofSeconds(15));
            assertThat(reads).allSatisfy(x -> assertThat(x.outcome()).isIn(Outcome.UNKNOWN, Outcome.DISCONNECTED));
            assertThat(reads.get(0).outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(reads.get(9_999).problem()).contains("after what came before it in this batch");
            server.cont();
        }
    }

    @Test
    void beyondTheBoundsCallsAreRefusedAtOnce() throws InterruptedException {
        try (MemcachedProcess server = MemcachedProcess.start();
                MemcachedClient client = MemcachedClients.open(Fixture.withBounds(
                        Fixture.withDirect(Fixture.settings(Duration.ofSeconds(10), server.port()), 0), 10, 1 << 20))) {
            run(client, Request.noop());
            server.stop();
            List<CompletableFuture<Exchange>> stages = new ArrayList<>();
            CountDownLatch refused = new CountDownLatch(40);
            for (int i = 0; i < 50; i++) {
                CompletableFuture<Exchange> stage =
                        client.start(Fixture.exchange(client, get("k"))).toCompletableFuture();
                stage.thenAccept(x -> {
                    if (x.outcome() == Outcome.OVERLOADED) {
                        refused.countDown();
                    }
                });
                stages.add(stage);
            }
            assertThat(refused.await(8, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
            Exchange tooMany = run(client, get("k"));
            assertThat(tooMany.outcome()).isEqualTo(Outcome.OVERLOADED);
            assertThat(tooMany.problem()).contains("10 operations wait for it already");
            server.cont();
            assertThat(stages.stream().map(CompletableFuture::join).filter(Exchange::isAnswered))
                    .hasSize(10);
            assertThat(run(client, get("k")).outcome()).isEqualTo(Outcome.ANSWERED);
        }
    }
}
