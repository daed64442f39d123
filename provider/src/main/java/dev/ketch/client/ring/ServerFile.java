// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client.ring;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A list of servers in libketama's format: {@code host:port}, blanks or tabs, and the weight, a server a line. Lines
 * that are blank or begin with {@code #} are skipped; a line may end with CR LF, the last one with nothing. A weight is
 * in any unit that is the same for all (libketama's users take megabytes).
 *
 * <p>Immutable, and safe for any thread: each {@link #read} reads the file anew.
 */
public final class ServerFile {
    /** More than any list of servers has, so that a wrong path does not fill the heap. */
    private static final int MOST_BYTES = 1 << 20;

    private static final String FORM = "write host:port, a tab and the weight";
    private static final Pattern LINE_END = Pattern.compile("\r?\n");
    private static final Pattern BLANKS = Pattern.compile("[ \t]+");

    private final Path path;

    /** @param path where the file is, relative to the working directory if not absolute; nothing is read yet */
    public ServerFile(Path path) {
        this.path = path;
    }

    /**
     * Reads the file as it is now.
     *
     * @return the servers in the order of the file, at least one, none of them twice
     * @throws ServerFileException if it cannot be read, or a line not be understood; nothing of it counts then
     */
    public List<RingMember> read() throws ServerFileException {
        List<RingMember> members = new ArrayList<>();
        Map<String, Integer> lineOf = new HashMap<>();
        int number = 0;
        for (String line : LINE_END.split(text(), -1)) {
            number++;
            String text = line.strip();
            if (text.isEmpty() || text.startsWith("#")) {
                continue;
            }
            try {
                RingMember member = parse(text);
                Integer twin = lineOf.putIfAbsent(member.name().toLowerCase(Locale.ROOT), number);
                if (twin != null) {
                    throw new IllegalArgumentException("the server is in line " + twin
                            + " already; list it once, with the weight that it shall have");
                }
                members.add(member);
            } catch (IllegalArgumentException e) {
                throw new ServerFileException(this + " line " + number + " [" + text + "]: " + e.getMessage(), e);
            }
        }
        if (members.isEmpty()) {
            throw new ServerFileException(this + " lists no server: " + FORM + ", a server a line", null);
        }
        return List.copyOf(members);
    }

    private static RingMember parse(String line) {
        String[] columns = BLANKS.split(line, -1);
        if (columns.length != 2) {
            throw new IllegalArgumentException(
                    columns.length < 2
                            ? "the weight is missing; " + FORM
                            : "there is more than a server and its weight; " + FORM
                                    + ", a comment in a line of its own");
        }
        ServerText server = ServerText.parse(columns[0]);
        if (server.numbers().size() != 1) {
            throw new IllegalArgumentException(
                    server.numbers().isEmpty()
                            ? "the port is missing; write " + columns[0] + ":" + Placement.DEFAULT_PORT
                                    + ", a tab and the weight"
                            : "only a port may follow the host; " + FORM);
        }
        int weight = ServerText.number(columns[1], Integer.MAX_VALUE, "weight");
        RingMember member = new RingMember(server.host(), server.port(), weight);
        // libketama hashes the column as it stands.
        if (!member.name().equals(columns[0])) {
            throw new IllegalArgumentException("write the server as " + member.name());
        }
        return member;
    }

    private String text() throws ServerFileException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(path)) {
            bytes = in.readNBytes(MOST_BYTES + 1);
        } catch (NoSuchFileException e) {
            throw new ServerFileException(
                    this + " does not exist: check the path, which is looked up from ["
                            + Path.of("").toAbsolutePath() + "] unless it is absolute",
                    e);
        } catch (IOException e) {
            throw new ServerFileException(this + " cannot be read (" + e + "): it must be a readable file", e);
        }
        if (bytes.length > MOST_BYTES) {
            throw new ServerFileException(
                    this + " has more than " + MOST_BYTES + " bytes: check that it is the list of servers", null);
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        // Some editors begin a file with a byte order mark, which nobody sees.
        return text.startsWith("\ufeff") ? text.substring(1) : text;
    }

    @Override
    public String toString() {
        return "server file [" + path + "]";
    }
}
