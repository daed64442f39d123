// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.math.BigInteger;
import java.util.Arrays;

/** What must hold for the parser of a dump's lines, whatever the line: the input is one. */
final class DumpLineTarget {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int LONGEST_KEY = 250;

    /** The parser keeps its state from line to line, as that of a dump does. */
    private final DumpLine parser = new DumpLine();

    /** What a line says, or {@code key == null} if it is not one of a dump. */
    private record Meaning(byte[] key, long cas) {
        @Override
        public boolean equals(Object o) {
            return o instanceof Meaning m && Arrays.equals(key, m.key) && (key == null || cas == m.cas);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(key);
        }

        @Override
        public String toString() {
            return key == null ? "no line of a dump" : "[" + new String(key, ISO_8859_1) + "] " + cas;
        }
    }

    void check(byte[] line) {
        Meaning expected = reference(new String(line, ISO_8859_1));
        same(line, read(line, 0, line.length), expected);
        // Within a buffer whose other bytes would change the meaning if they were looked at.
        byte[] buffer = new byte[line.length + 14];
        Arrays.fill(buffer, (byte) '7');
        byte[] before = " key=a cas=3".getBytes(ISO_8859_1);
        System.arraycopy(before, 0, buffer, 0, before.length);
        System.arraycopy(line, 0, buffer, before.length, line.length);
        long allocated = THREADS.getCurrentThreadAllocatedBytes();
        parser.parse(buffer, before.length, before.length + line.length);
        allocated = THREADS.getCurrentThreadAllocatedBytes() - allocated;
        // It is some KB that the fuzzer's own hooks take for the comparisons of a line; what a line claims is far
        // beyond.
        if (allocated > 64 << 10) {
            throw new AssertionError("a line of " + line.length + " bytes made the parser allocate " + allocated);
        }
        same(line, read(buffer, before.length, before.length + line.length), expected);
        everyKeyIsRead(line);
    }

    private static void same(byte[] line, Meaning seen, Meaning expected) {
        if (!seen.equals(expected)) {
            throw new AssertionError(
                    "[" + new String(line, ISO_8859_1) + "] was read as " + seen + ", but means " + expected);
        }
    }

    private Meaning read(byte[] bytes, int from, int to) {
        return parser.parse(bytes, from, to)
                ? new Meaning(Arrays.copyOf(parser.key(), parser.keyLength()), parser.cas())
                : new Meaning(null, 0);
    }

    /** The input as a key, written as a server writes it. */
    private void everyKeyIsRead(byte[] input) {
        byte[] key = Arrays.copyOf(input, Math.min(input.length, LONGEST_KEY));
        if (key.length == 0) {
            return;
        }
        StringBuilder line = new StringBuilder("key=");
        for (byte b : key) {
            boolean plain = b >= '0' && b <= '9' || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b == '-';
            line.append(plain ? String.valueOf((char) b) : String.format("%%%02X", b & 0xff));
        }
        byte[] bytes = line.append(" exp=-1 la=1 cas=18446744073709551615 fetch=no cls=1 size=70 ")
                .toString()
                .getBytes(ISO_8859_1);
        same(bytes, read(bytes, 0, bytes.length), new Meaning(key, -1));
    }

    private static Meaning reference(String line) {
        StringBuilder key = new StringBuilder();
        boolean found = false;
        BigInteger cas = BigInteger.ZERO;
        for (String token : line.split(" ", -1)) {
            if (token.startsWith("key=")) {
                String text = token.substring(4);
                found = true;
                for (int i = 0; i < text.length(); i++) {
                    if (text.charAt(i) != '%') {
                        key.append(text.charAt(i));
                    } else if (text.substring(i).matches("(?s)%[0-9a-fA-F]{2}.*")) {
                        key.append((char) Integer.parseInt(text.substring(i + 1, i + 3), 16));
                        i += 2;
                    } else {
                        return new Meaning(null, 0);
                    }
                }
                if (key.length() == 0) {
                    return new Meaning(null, 0);
                }
            } else if (token.startsWith("cas=")) {
                String digits = token.substring(4).replaceAll("(?s)[^0-9].*", "");
                cas = digits.isEmpty() ? BigInteger.ZERO : new BigInteger(digits);
            }
        }
        return found && key.length() <= LONGEST_KEY
                ? new Meaning(key.toString().getBytes(ISO_8859_1), cas.longValue())
                : new Meaning(null, 0);
    }
}
