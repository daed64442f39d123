// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Plays a server that is asked for its keys: every connection has its turn, in the order of a script. */
final class ListingServer implements AutoCloseable {
    private final ServerSocket listener;
    private final CompletableFuture<Void> played;

    private ListingServer(Iterator<Turn> script) throws IOException {
        listener = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"));
        played = CompletableFuture.runAsync(() -> play(script), task -> new Thread(task).start());
    }

    /**
     * What becomes of one connection.
     *
     * @param mode the dump that must be asked for
     * @param dump what is answered to that
     * @param until what is waited for then
     * @param last the line after that
     */
    record Turn(String mode, String dump, CountDownLatch until, String last) {
        /** So many keys, from {@code p:0} on. */
        static Turn keys(String mode, int keys, CountDownLatch until, String last) {
            StringBuilder dump = new StringBuilder("OK\r\n");
            for (int i = 0; i < keys; i++) {
                dump.append("key=p%3A" + i + " exp=-1 la=1 cas=" + (i + 1) + " fetch=no cls=1 size=70 flags=0 \n");
            }
            return new Turn(mode, dump.toString(), until, last);
        }

        /** One line and nothing else. */
        static Turn line(String mode, String line) {
            return new Turn(mode, "", new CountDownLatch(0), line);
        }
    }

    static ListingServer playing(Turn... turns) throws IOException {
        return new ListingServer(Arrays.asList(turns).iterator());
    }

    /** The same turn for whoever comes. */
    static ListingServer always(Turn turn) throws IOException {
        return new ListingServer(Stream.generate(() -> turn).iterator());
    }

    int port() {
        return listener.getLocalPort();
    }

    String address() {
        return "127.0.0.1:" + port();
    }

    /** Returns when all have had their turn; throws what was asked in another way than the script has it. */
    void awaitEnd() throws Exception {
        played.get(30, TimeUnit.SECONDS);
    }

    private void play(Iterator<Turn> script) {
        try {
            while (script.hasNext()) {
                play(script.next());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void play(Turn turn) throws IOException, InterruptedException {
        try (Socket socket = listener.accept();
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
            OutputStream out = socket.getOutputStream();
            String line = in.readLine();
            for (; "version".equals(line); line = in.readLine()) {
                write(out, "VERSION 1.6.45\r\n");
            }
            assertThat(line).isEqualTo("lru_crawler metadump " + turn.mode());
            write(out, turn.dump());
            assertThat(turn.until().await(30, TimeUnit.SECONDS)).isTrue();
            write(out, turn.last() + "\r\n");
        }
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
