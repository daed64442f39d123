// SPDX-License-Identifier: Apache-2.0
package dev.ketch.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemcachedProcessTest {

    @Test
    void answersAsSoonAsItIsStarted() throws Exception {
        try (MemcachedProcess server = MemcachedProcess.start();
                TextClient client = new TextClient(server.port())) {
            assertThat(server.isAlive()).isTrue();
            assertThat(server.host()).isEqualTo("127.0.0.1");
            assertThat(server.address()).isEqualTo("127.0.0.1:" + server.port());
            assertThat(server.pid()).isNotEqualTo(ProcessHandle.current().pid());
            assertThat(client.ask("version")).startsWith("VERSION 1.");
        }
    }

    @Test
    void processIdIsThatOfMemcached() {
        try (MemcachedProcess server = MemcachedProcess.start()) {
            assertThat(server.stats()).containsEntry("pid", Long.toString(server.pid()));
        }
    }

    @Test
    void flagsAndMemoryReachTheServer() {
        try (MemcachedProcess server =
                MemcachedProcess.builder().memoryMb(33).flags("-I", "2m", "-C").start()) {
            assertThat(server.stats("settings"))
                    .containsEntry("item_size_max", Integer.toString(2 << 20))
                    .containsEntry("maxbytes", Integer.toString(33 << 20))
                    .containsEntry("cas_enabled", "no");
        }
    }

    @Test
    void statisticsOfAServerThatSpeaksOnlyBinary() {
        try (MemcachedProcess server = MemcachedProcess.start("-B", "binary")) {
            assertThat(server.stats()).containsEntry("pid", Long.toString(server.pid()));
            assertThat(server.stats("settings")).containsEntry("binding_protocol", "binary");
        }
    }

    @Test
    void statisticsOfAServerThatSpeaksOnlyText() {
        try (MemcachedProcess server = MemcachedProcess.start("-B", "ascii")) {
            assertThat(server.stats("settings")).containsEntry("binding_protocol", "ascii");
            assertThat(server.stats("conns")).isNotEmpty();
        }
    }

    @Test
    void unknownStatisticsAreAnErrorThatNamesServerAndGroup() {
        try (MemcachedProcess server = MemcachedProcess.start("-B", "binary")) {
            assertThatThrownBy(() -> server.stats("nonsense"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(server.address())
                    .hasMessageContaining("[nonsense]");
        }
    }

    @Test
    void serverThatWantsAuthenticationIsStartedButGivesNoStatistics(@TempDir Path folder) throws Exception {
        Path users = Files.writeString(folder.resolve("users"), "user:password\n");
        try (MemcachedProcess server = MemcachedProcess.start("-Y", users.toString())) {
            assertThatThrownBy(server::stats)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("unauthenticated");
        }
    }

    @Test
    void listensOnIpv6() throws Exception {
        try (MemcachedProcess server = MemcachedProcess.builder().host("::1").start();
                TextClient client = new TextClient("::1", server.port())) {
            assertThat(server.address()).isEqualTo("[::1]:" + server.port());
            assertThat(client.ask("version")).startsWith("VERSION");
        }
    }

    @Test
    void stoppedServerIsSilentAndAnswersLateOnceContinued() throws Exception {
        try (MemcachedProcess server = MemcachedProcess.start();
                TextClient client = new TextClient(server.port())) {
            assertThat(client.ask("version")).startsWith("VERSION");

            server.stop();
            assertThat(server.isAlive()).isTrue();
            client.socket().setSoTimeout(200);
            assertThatThrownBy(() -> client.ask("version")).isInstanceOf(SocketTimeoutException.class);
            // The kernel still accepts for it.
            new TextClient(server.port()).close();

            server.cont();
            client.socket().setSoTimeout(10_000);
            assertThat(client.line()).startsWith("VERSION");
        }
    }

    @Test
    void killedServerIsGoneAtOnce() throws Exception {
        try (MemcachedProcess server = MemcachedProcess.start();
                TextClient client = new TextClient(server.port())) {
            assertThat(client.ask("version")).startsWith("VERSION");
            server.kill();

            assertThat(server.isAlive()).isFalse();
            assertThat(client.line()).isNull();
            assertThatThrownBy(() -> new TextClient(server.port())).isInstanceOf(ConnectException.class);
            server.kill();
            assertThatThrownBy(server::stop)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("not running");
        }
    }

    @Test
    void stoppedServerCanBeKilled() {
        try (MemcachedProcess server = MemcachedProcess.start()) {
            server.stop();
            server.kill();
            assertThat(server.isAlive()).isFalse();
        }
    }

    @Test
    void terminatedServerEnds() {
        try (MemcachedProcess server = MemcachedProcess.start()) {
            server.terminate();
            assertThat(server.isAlive()).isFalse();
        }
    }

    @Test
    void restartKeepsPortAndFlagsButNoData() throws Exception {
        try (MemcachedProcess server = MemcachedProcess.start("-I", "2m")) {
            int port = server.port();
            long pid = server.pid();
            try (TextClient client = new TextClient(port)) {
                client.send("set k 0 0 1");
                assertThat(client.ask("v")).isEqualTo("STORED");
            }
            server.kill();
            server.restart();

            assertThat(server.port()).isEqualTo(port);
            assertThat(server.pid()).isNotEqualTo(pid);
            assertThat(server.stats("settings")).containsEntry("item_size_max", Integer.toString(2 << 20));
            try (TextClient client = new TextClient(port)) {
                assertThat(client.ask("get k")).isEqualTo("END");
            }
        }
    }

    @Test
    void restartReplacesALivingServer() {
        try (MemcachedProcess server = MemcachedProcess.start()) {
            long pid = server.pid();
            server.stop();
            server.restart();
            assertThat(server.stats()).containsEntry("pid", Long.toString(server.pid()));
            assertThat(server.pid()).isNotEqualTo(pid);
        }
    }

    @Test
    void itemsOutliveAShutdownWhereTheyAreKept() throws Exception {
        try (MemcachedProcess server = MemcachedProcess.builder().keepItems().start()) {
            try (TextClient client = new TextClient(server.port())) {
                client.send("set k 0 0 1");
                assertThat(client.ask("v")).isEqualTo("STORED");
            }
            long pid = server.pid();
            server.shutDown();
            assertThat(server.isAlive()).isFalse();
            server.restartWarm();
            assertThat(server.pid()).isNotEqualTo(pid);
            assertThat(hasItem(server, "k")).isTrue();

            // Alive: it is shut down first.
            server.restartWarm();
            assertThat(hasItem(server, "k")).isTrue();
            server.shutDown();
            server.restart();
            assertThat(hasItem(server, "k")).isFalse();
        }
    }

    @Test
    void itemsAreLostWhereTheServerIsKilled() {
        try (MemcachedProcess server = MemcachedProcess.builder().keepItems().start()) {
            server.kill();
            assertThatThrownBy(server::restartWarm)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("has lost its items");
            server.restart();
        }
    }

    @Test
    void onlyAServerThatKeepsItsItemsIsShutDown() {
        try (MemcachedProcess server = MemcachedProcess.start()) {
            assertThatThrownBy(server::shutDown)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("keepItems()");
            assertThat(server.isAlive()).isTrue();
        }
    }

    private static boolean hasItem(MemcachedProcess server, String key) throws Exception {
        try (TextClient client = new TextClient(server.port())) {
            return client.ask("get " + key).startsWith("VALUE");
        }
    }

    @Test
    void logHoldsWhatTheServerPrints() throws Exception {
        try (MemcachedProcess server = MemcachedProcess.start("-vv");
                TextClient client = new TextClient(server.port())) {
            assertThat(client.ask("get some-key")).isEqualTo("END");
            Await.until("the command is logged", () -> server.logText().contains("some-key"));
            assertThat(Files.readString(server.log())).contains("some-key");
            assertThat(server.log()).startsWith(Path.of(System.getProperty("ketch.build.directory")));
        }
    }

    @Test
    void startThatFailsTellsWhatTheServerPrinted() {
        assertThatThrownBy(() -> MemcachedProcess.start("--no-such-flag"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("ended at its start")
                .hasMessageContaining("no-such-flag");
    }

    @Test
    void takenPortIsAnErrorIfItWasAskedFor() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> MemcachedProcess.builder()
                            .port(other.getLocalPort())
                            .start())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("127.0.0.1:" + other.getLocalPort());
        }
    }

    @Test
    void flagsThatTheKitSetsAreRefused() {
        assertThatThrownBy(() -> MemcachedProcess.start("-p", "11211"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[-p]")
                .hasMessageContaining("port(n)");
        assertThatThrownBy(() -> MemcachedProcess.start("--listen=0.0.0.0"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[--listen=0.0.0.0]");
    }
}
