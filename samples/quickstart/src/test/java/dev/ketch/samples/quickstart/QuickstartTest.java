// SPDX-License-Identifier: Apache-2.0
package dev.ketch.samples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.ketch.testkit.MemcachedProcess;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class QuickstartTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Test
    void runsOnTheEmbeddedServer() throws Exception {
        int status = Quickstart.run("", 1, print(bytes));
        assertThat(status).isZero();
        assertThat(printed()).contains("-Dservers=host:11211,host2:11211");
        assertTourIsRight();
    }

    @Test
    void runsOnTwoRealServers() throws Exception {
        try (MemcachedProcess a = MemcachedProcess.start();
                MemcachedProcess b = MemcachedProcess.start()) {
            int status = Quickstart.run(a.address() + "," + b.address(), 1, print(bytes));
            assertThat(status).isZero();
            assertTourIsRight();
            assertThat(Long.parseLong(a.stats().get("cmd_set"))).isPositive();
            assertThat(Long.parseLong(b.stats().get("cmd_set"))).isPositive();
        }
    }

    @Test
    void aServerKilledInMidRunGivesAMessageAndAnEnd() throws Exception {
        try (MemcachedProcess server = MemcachedProcess.start()) {
            CountDownLatch loading = new CountDownLatch(1);
            OutputStream watch = new OutputStream() {
                @Override
                public void write(int b) {
                    bytes.write(b);
                    if (b == '.' && printed().contains("Load:")) {
                        loading.countDown();
                    }
                }
            };
            CompletableFuture<Integer> status = CompletableFuture.supplyAsync(() -> {
                try {
                    return Quickstart.run(server.address(), 3_600, print(watch));
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            assertThat(loading.await(60, TimeUnit.SECONDS)).as(printed()).isTrue();
            server.kill();
            assertThat(status.get(30, TimeUnit.SECONDS)).isEqualTo(1);
            assertThat(printed()).contains("The quickstart ends here: ").contains("[" + server.address() + "]");
        }
    }

    @Test
    void noServerAtAllIsSaidAtOnce() {
        assertTimeoutPreemptively(
                Duration.ofSeconds(30),
                () -> assertThat(Quickstart.run("127.0.0.1:1", 1, print(bytes))).isEqualTo(1));
        assertThat(printed()).contains("The quickstart ends here: ").contains("[127.0.0.1:1]");
    }

    private void assertTourIsRight() {
        assertThat(printed())
                .containsPattern("get\\(\"1\"\\).*Ada")
                .containsPattern("get\\(\"none\"\\).*null")
                .containsPattern("getAll\\(100 keys\\).*100 entries")
                .containsPattern("putIfAbsent\\(\"1\", second\\).*false")
                .containsPattern("putIfAbsent\\(\"101\", second\\).*true")
                .containsPattern("replace\\(\"1\", first, second\\).*true")
                .containsPattern("getAndReplace\\(\"1\", first\\).*Grace")
                .containsPattern("getAndRemove\\(\"101\"\\).*Grace")
                .containsPattern("count to 1,000.*1000")
                .containsPattern("expiry after a second.*here, gone \\d+ ms later")
                .containsPattern("iterate.*100 entries, keys 1 to 100")
                .containsPattern("CacheHits=\\d+, CacheMisses=\\d+, CachePuts=\\d+, CacheRemovals=1")
                .containsPattern("clear\\(\\).*empty")
                .contains("operations a second")
                .contains("Done.");
    }

    private String printed() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static PrintStream print(OutputStream to) {
        return new PrintStream(to, true, StandardCharsets.UTF_8);
    }
}
