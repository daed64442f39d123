// SPDX-License-Identifier: Apache-2.0
package dev.ketch.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server never outlives the JVM that started it. */
class ServerLifetimeTest {

    @ParameterizedTest
    @ValueSource(strings = {"running", "stopped"})
    void serverOfAKilledJvmIsGone(String state) throws Exception {
        Process jvm = start(state);
        try {
            int port = port(jvm);
            assertThat(accepts(port)).isTrue();
            jvm.destroyForcibly();
            Await.until("nobody listens any more", () -> !accepts(port));
        } finally {
            jvm.destroyForcibly();
        }
    }

    @Test
    void serverOfAJvmThatEndsIsGone() throws Exception {
        Process jvm = start("running");
        try {
            int port = port(jvm);
            jvm.getOutputStream().close();
            assertThat(jvm.waitFor()).isZero();
            Await.until("nobody listens any more", () -> !accepts(port));
        } finally {
            jvm.destroyForcibly();
        }
    }

    @Test
    void serverOutlivesTheThreadThatStartedIt() throws Exception {
        MemcachedProcess[] started = new MemcachedProcess[1];
        Thread thread = new Thread(() -> started[0] = MemcachedProcess.start());
        thread.start();
        thread.join();
        try (MemcachedProcess server = started[0];
                TextClient client = new TextClient(server.port())) {
            assertThat(client.ask("version")).startsWith("VERSION");
        }
    }

    private static Process start(String state) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        for (String name : List.of(MemcachedBinary.PROPERTY, BuildFolder.PROPERTY)) {
            String value = System.getProperty(name);
            if (value != null) {
                command.add("-D" + name + "=" + value);
            }
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), ServerHolder.class.getName(), state));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static int port(Process jvm) throws IOException {
        BufferedReader reader =
                new BufferedReader(new InputStreamReader(jvm.getInputStream(), StandardCharsets.US_ASCII));
        return Integer.parseInt(reader.readLine().strip());
    }

    private static boolean accepts(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (ConnectException refused) {
            return false;
        }
    }
}
