// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client.ring;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says on the command line which server owns a key, and how much of the ring each server has: for comparing rings
 * across languages, and for looking ahead at what a change of servers does. It connects to nothing and needs nothing
 * but the JDK and this jar.
 *
 * <p>The output is CSV by RFC 4180, a key in it byte by byte as it was read. Exit status: 0 if all went well, 1 if the
 * output could not be written, 2 if an argument or a file is no good.
 */
public final class RingTool {
    private static final String USAGE = "usage: java -cp ketch-provider.jar " + RingTool.class.getName()
            + " [--preset NAME] (--servers LIST | --servers-file FILE) (--keys FILE | --share)";

    private static final String HELP = USAGE + """


              --preset NAME        the ring: %s
                                   (default %s)
              --servers LIST       host:port=weight,... without a port 11211, without a weight 1,
                                   an IPv6 address in brackets
              --servers-file FILE  a libketama file: host:port, a tab and the weight, a server a line
              --keys FILE          the keys as they are on the wire, a key a line, in UTF-8 or any bytes;
                                   - reads the standard input. Prints key,server
              --share              prints server,points,share: how many points of the ring each server has, and
                                   which part of all hashes it owns
              --help               prints this
            """.formatted(Placement.keys(), Placement.LIBMEMCACHED.key());

    private static final BigDecimal WHOLE = BigDecimal.valueOf(1L << 32);

    private final RingArguments arguments;
    private final Continuum ring;
    private final OutputStream out;

    private RingTool(RingArguments arguments, OutputStream out) {
        this.arguments = arguments;
        this.ring = Continuum.of(arguments.members(), arguments.placement());
        this.out = out;
    }

    public static void main(String[] arguments) {
        // Bytes, which a PrintStream would take too, but without a word if they cannot be written.
        OutputStream out = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16);
        System.exit(run(List.of(arguments), System.in, out, System.err));
    }

    private static int run(List<String> arguments, InputStream in, OutputStream out, PrintStream err) {
        try {
            if (arguments.contains("--help")) {
                out.write(HELP.getBytes(StandardCharsets.UTF_8));
            } else {
                RingArguments parsed = RingArguments.parse(arguments);
                RingTool tool = new RingTool(parsed, out);
                if (parsed.keys() == null) {
                    tool.printShares();
                } else {
                    tool.printOwners(parsed.keys(), in);
                }
            }
            out.flush();
            return 0;
        } catch (RingToolException e) {
            err.println(e.getMessage());
            if (e.isMisused()) {
                err.println(USAGE);
            }
            return 2;
        } catch (IOException e) {
            err.println("the output cannot be written: " + e.getMessage());
            return 1;
        }
    }

    private void printShares() throws IOException {
        List<RingMember> members = arguments.members();
        int[] points = new int[members.size()];
        for (int i = 0; i < ring.size(); i++) {
            points[ring.ownerAt(i)]++;
        }
        long[] shares = ring.shares(members.size());
        print("server,points,share");
        for (int i = 0; i < points.length; i++) {
            // Exact: a division by a power of two ends.
            BigDecimal share = BigDecimal.valueOf(shares[i]).divide(WHOLE).stripTrailingZeros();
            print(members.get(i).name() + "," + points[i] + "," + share.toPlainString());
        }
    }

    private void printOwners(String file, InputStream standardInput) throws IOException, RingToolException {
        try (InputStream in = new BufferedInputStream(file.equals("-") ? standardInput : open(file))) {
            KeyLines keys = new KeyLines(in);
            print("key,server");
            for (byte[] key = next(keys, file); key != null; key = next(keys, file)) {
                writeField(key);
                print("," + arguments.members().get(ring.ownerOf(key)).name());
            }
        }
    }

    private static InputStream open(String file) throws RingToolException {
        try {
            return Files.newInputStream(Path.of(file));
        } catch (NoSuchFileException e) {
            throw RingToolException.badInput(
                    "--keys [" + file + "] does not exist: write the path of a file, or - for" + " the standard input");
        } catch (IOException | InvalidPathException e) {
            throw RingToolException.badInput("--keys [" + file + "] cannot be read: " + e);
        }
    }

    private static byte @Nullable [] next(KeyLines keys, String file) throws RingToolException {
        try {
            return keys.next();
        } catch (IOException e) {
            throw RingToolException.badInput("--keys [" + file + "] cannot be read: " + e.getMessage());
        }
    }

    /** A key, in quotes if it has a character that CSV needs itself. */
    private void writeField(byte[] key) throws IOException {
        boolean quoted = false;
        for (byte b : key) {
            quoted |= b == ',' || b == '"' || b == '\r';
        }
        if (!quoted) {
            out.write(key);
            return;
        }
        out.write('"');
        for (byte b : key) {
            if (b == '"') {
                out.write('"');
            }
            out.write(b);
        }
        out.write('"');
    }

    private void print(String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    }
}
