// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client.net;

import dev.ketch.client.ListingException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Reads one server's dump at full speed, for one pass of a {@link KeyBuffer}. It never waits for whoever iterates: a reader that stops reading blocks worker
 * threads of memcached up to 1.6.18.
 *
 * <p>{@code hash} walks the hash table and sees every item that stays; {@code all} walks the LRU lists, misses items
 * that move meanwhile and lists others twice, and is used only where {@code hash} is unknown (before 1.6.9).
 */
final class DumpReader {
    /** How long a server may take to let us dump: another dump, or growth of its hash table, may come first. */
    private static final long ADMISSION_NANOS = TimeUnit.SECONDS.toNanos(20);

    /** While its hash table grows a server may be silent for a good while. */
    private static final int SILENCE_MILLIS = 20_000;

    private static final int BUFFER = 64 << 10;

    /**
     * Long enough to be taken for the header of a binary request by a server that takes only those: it hangs up at once,
     * instead of waiting for the rest.
     */
    private static final byte[] PROBE = "version\r\nversion\r\nversion\r\n".getBytes(StandardCharsets.US_ASCII);

    private static final int PROBE_LINES = 3;
    private static final long SHORTEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final Endpoint endpoint;
    private final byte[] prefix;
    private final long oldestCas;
    private final KeyBuffer keys;
    private final DumpLine line = new DumpLine();
    private final byte[] buffer = new byte[BUFFER];

    /** Written by this reader, closed by whoever closes the listing. */
    private volatile @Nullable Socket socket;

    private volatile boolean closed;
    private long listed;

    /** @param oldestCas what was last written before it is left out; 0 leaves out nothing */
    DumpReader(Endpoint endpoint, byte[] prefix, long oldestCas, KeyBuffer keys) {
        this.endpoint = endpoint;
        this.prefix = prefix;
        this.oldestCas = oldestCas;
        this.keys = keys;
    }

    /** @param last done when nothing is read any more, before the keys are said to have ended */
    void run(Runnable last) {
        // Made beforehand: when memory has run out, a listing that broke off must not look like a complete one.
        ListingException failure = new ListingException(server() + "was not listed to the end", true);
        try {
            list();
            failure = null;
        } catch (ListingException e) {
            failure = e;
        } catch (IOException e) {
            failure = new ListingException(
                    server() + (listed > 0 ? "broke off the listing of its keys" : "could not be asked for its keys")
                            + " (" + e.getMessage() + ")",
                    true);
        } catch (RuntimeException e) {
            failure = new ListingException(server() + "sent a listing that cannot be read: " + e, true);
        } finally {
            if (closed) {
                failure = new ListingException(server() + "was still being listed when the listing was closed", true);
            }
            try {
                last.run();
            } finally {
                keys.end(failure);
            }
        }
    }

    void close() {
        closed = true;
        closeSocket();
    }

    private void closeSocket() {
        Socket s = socket;
        if (s != null) {
            try {
                s.close();
            } catch (IOException e) {
                // Closed is closed.
            }
        }
    }

    private void list() throws IOException {
        long now = System.nanoTime();
        long whole = endpoint.listTimeout().toNanos();
        long admission = now + Math.min(ADMISSION_NANOS, whole / 2);
        long end = now + whole;
        String mode = "hash";
        long pause = SHORTEST_PAUSE_NANOS;
        while (!closed) {
            String refusal = dump(mode, end);
            if (refusal == null) {
                return;
            }
            if (refusal.startsWith("BADCLASS") && mode.equals("hash")) {
                mode = "all";
                continue;
            }
            boolean busy = refusal.startsWith("BUSY") || refusal.startsWith("ERROR locked");
            if (!busy) {
                throw refused(refusal);
            }
            long wait = pause / 2 + ThreadLocalRandom.current().nextLong(pause);
            if (System.nanoTime() + wait - admission > 0) {
                throw new ListingException(
                        server() + "is too busy to list its keys (\"" + refusal + "\"); try again later", true);
            }
            if (listed > 0) {
                // Its hash table began to grow, and the dump broke off.
                listed = 0;
                keys.restart();
            }
            LockSupport.parkNanos(wait);
            pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
        }
    }

    /** Dumps once on a connection of its own; returns the line with which the server refused, or {@code null}. */
    private @Nullable String dump(String mode, long end) throws IOException {
        try (Socket s = new Socket()) {
            socket = s;
            if (closed) {
                return null;
            }
            s.connect(new InetSocketAddress(InetAddress.getByName(endpoint.host()), endpoint.port()), (int)
                    Math.max(1, endpoint.connectTimeout().toMillis()));
            String refusal = probe(s, end);
            if (refusal != null) {
                return refusal;
            }
            s.getOutputStream().write(("lru_crawler metadump " + mode + "\r\n").getBytes(StandardCharsets.US_ASCII));
            return read(s, end);
        }
    }

    /** Finds out whether the server takes text; returns the line with which it refused, or {@code null}. */
    private @Nullable String probe(Socket s, long end) throws IOException {
        s.getOutputStream().write(PROBE);
        InputStream in = s.getInputStream();
        int filled = 0;
        int lines = 0;
        while (lines < PROBE_LINES && filled < buffer.length) {
            int n;
            try {
                s.setSoTimeout(
                        (int) Math.max(1, Math.min(endpoint.connectTimeout().toMillis(), patience(end))));
                n = in.read(buffer, filled, buffer.length - filled);
            } catch (SocketTimeoutException e) {
                patience(end);
                throw noText("kept silent");
            }
            if (n < 0) {
                throw noText("closed the connection");
            }
            for (int i = filled; i < filled + n; i++) {
                lines += buffer[i] == '\n' ? 1 : 0;
            }
            filled += n;
            String first = new String(buffer, 0, filled, StandardCharsets.ISO_8859_1)
                    .lines()
                    .findFirst()
                    .orElse("");
            if (lines > 0 && !first.startsWith("VERSION ")) {
                return first;
            }
        }
        return null;
    }

    private @Nullable String read(Socket s, long end) throws IOException {
        InputStream in = s.getInputStream();
        int filled = 0;
        while (true) {
            s.setSoTimeout(patience(end));
            int n = receive(in, filled, end);
            int start = 0;
            int to = filled + n;
            for (int i = filled; i < to; i++) {
                if (buffer[i] == '\n') {
                    int lineEnd = i > start && buffer[i - 1] == '\r' ? i - 1 : i;
                    if (!isKey(start, lineEnd)) {
                        String text = new String(buffer, start, lineEnd - start, StandardCharsets.ISO_8859_1);
                        if (text.equals("END")) {
                            return null;
                        }
                        if (!text.equals("OK")) {
                            return text;
                        }
                    }
                    start = i + 1;
                }
            }
            keys.offer();
            if (start == 0 && to == buffer.length) {
                throw new IOException("it sent a line of more than " + buffer.length + " bytes");
            }
            System.arraycopy(buffer, start, buffer, 0, to - start);
            filled = to - start;
        }
    }

    /** How long to wait for more. */
    private int patience(long end) throws IOException {
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (left <= 0) {
            throw new IOException(
                    "it took longer than listTimeout [" + endpoint.listTimeout().toMillis() + " ms]");
        }
        return (int) Math.min(SILENCE_MILLIS, left);
    }

    private int receive(InputStream in, int filled, long end) throws IOException {
        int n;
        try {
            n = in.read(buffer, filled, buffer.length - filled);
        } catch (SocketTimeoutException e) {
            patience(end);
            throw new IOException("nothing came for " + SILENCE_MILLIS + " ms", e);
        }
        if (n < 0) {
            throw new IOException("it closed the connection");
        }
        return n;
    }

    private boolean isKey(int from, int to) {
        if (!line.parse(buffer, from, to)) {
            return false;
        }
        int length = line.keyLength();
        if (length >= prefix.length
                && !isOlder(line.cas())
                && Arrays.equals(line.key(), 0, prefix.length, prefix, 0, prefix.length)) {
            keys.add(line.key(), length, line.cas(), line.size());
            listed++;
        }
        return true;
    }

    /** CAS are given in ascending order; a server without them says 0 for all. */
    private boolean isOlder(long cas) {
        return cas != 0 && Long.compareUnsigned(cas, oldestCas) < 0;
    }

    private ListingException noText(String what) {
        return new ListingException(
                server() + what + " when it was asked in text for its keys; keys can be listed only where the text"
                        + " protocol is on (memcached without -S and without -B binary)",
                false);
    }

    private ListingException refused(String refusal) {
        String remedy;
        if (refusal.startsWith("CLIENT_ERROR lru crawler disabled")) {
            remedy = "start memcached without no_lru_crawler, or send it \"lru_crawler enable\"";
        } else if (refusal.startsWith("ERROR metadump not allowed")) {
            remedy = "start memcached without -X";
        } else if (refusal.startsWith("CLIENT_ERROR unauthenticated")) {
            remedy = "its text protocol wants a password (-Y), which Ketch does not send";
        } else {
            remedy = "memcached from 1.4.31 on with the LRU crawler enabled can";
        }
        return new ListingException(server() + "does not list its keys (\"" + refusal + "\"); " + remedy, false);
    }

    private String server() {
        return "server [" + endpoint.name() + "] ";
    }
}
