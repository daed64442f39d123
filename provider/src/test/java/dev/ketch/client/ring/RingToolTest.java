// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client.ring;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The tool as it is called from a command line. */
class RingToolTest {
    private static final String USAGE = "usage: java -cp ketch-provider.jar dev.ketch.client.ring.RingTool ";

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void findsEveryRecordedKeysServer(Placement placement) throws Exception {
        RecordedRing recorded = RecordedRing.all().stream()
                .filter(r -> r.placement() == placement && r.file().endsWith(".default-port-weights"))
                .findFirst()
                .orElseThrow();
        String expected = recorded.keys().stream()
                .map(line -> line.substring(0, line.indexOf(',')) + line.substring(line.lastIndexOf(',')) + "\r\n")
                .collect(joining());
        ToolRun run = ToolRun.of(
                folder,
                "",
                "--preset",
                placement.key(),
                "--servers",
                "127.0.0.2:11211=5,127.0.0.3:11211,127.0.0.4=3,127.0.0.5=7",
                "--keys",
                RecordedRing.folder().resolve("keys.txt").toString());
        assertThat(run).isEqualTo(new ToolRun(0, new String(expected.getBytes(UTF_8), ISO_8859_1), ""));
    }

    @Test
    void keysAreBytesAndOutputIsCsv() throws Exception {
        String long250 = "k".repeat(250);
        String input = "plain\nwith,comma\r\nwith\"quote\n\u00ff\u00fe\u0000\n\n with blank \ncr\rin it\n" + long250
                + "\nthe last";
        ToolRun run = ToolRun.of(folder, input, "--servers", "[::1]", "--keys", "-");
        assertThat(run)
                .isEqualTo(new ToolRun(
                        0,
                        List.of(
                                        "key,server",
                                        "plain,[::1]:11211",
                                        "\"with,comma\",[::1]:11211",
                                        "\"with\"\"quote\",[::1]:11211",
                                        "\u00ff\u00fe\u0000,[::1]:11211",
                                        ",[::1]:11211",
                                        " with blank ,[::1]:11211",
                                        "\"cr\rin it\",[::1]:11211",
                                        long250 + ",[::1]:11211",
                                        "the last,[::1]:11211")
                                .stream()
                                .map(line -> line + "\r\n")
                                .collect(joining()),
                        ""));
    }

    @Test
    void bytesThatAreNoUtf8AreHashedAsTheyAre() throws Exception {
        List<RingMember> members = RecordedRing.of("libketama.four").members();
        Continuum ring = Continuum.of(members, Placement.LIBMEMCACHED);
        StringBuilder input = new StringBuilder();
        StringBuilder expected = new StringBuilder("key,server\r\n");
        for (int i = 0x80; i <= 0xff; i++) {
            String key = (char) i + "key";
            input.append(key).append('\n');
            String owner = members.get(ring.ownerOf(key.getBytes(ISO_8859_1))).name();
            expected.append(key).append(',').append(owner).append("\r\n");
        }
        String servers = members.stream().map(RingMember::name).collect(joining(","));
        assertThat(ToolRun.of(folder, input.toString(), "--servers", servers, "--keys", "-"))
                .isEqualTo(new ToolRun(0, expected.toString(), ""));
    }

    @Test
    void sharesAreExact() throws Exception {
        Files.writeString(folder.resolve("servers.list"), "10.0.4.1:11311\t10\n10.0.4.2:11311\t120\nh:1\t1");
        ToolRun run = ToolRun.of(folder, "", "--preset", "libketama", "--servers-file", "servers.list", "--share");
        assertThat(run.errors()).isEmpty();
        assertThat(run.status()).isZero();
        String[] lines = run.output().split("\r\n", -1);
        assertThat(lines).hasSize(5).startsWith("server,points,share").endsWith("");
        assertThat(lines[1]).startsWith("10.0.4.1:11311,36,0.");
        assertThat(lines[2]).startsWith("10.0.4.2:11311,436,0.");
        assertThat(lines[3]).startsWith("h:1,0,0");
        assertThat(Arrays.stream(lines, 1, 4)
                        .map(line -> new BigDecimal(line.substring(line.lastIndexOf(',') + 1)))
                        .reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualByComparingTo(BigDecimal.ONE);
    }

    @Test
    void helpIsNoMistake() throws Exception {
        ToolRun run = ToolRun.of(folder, "", "--help");
        assertThat(run.status()).isZero();
        assertThat(run.errors()).isEmpty();
        assertThat(run.output()).startsWith(USAGE).contains(Placement.keys()).contains("--servers-file");
    }

    @Test
    void aBadArgumentIsAnsweredWithTheUsage() throws Exception {
        ToolRun run = ToolRun.of(folder, "", "--preset", "ketama", "--servers", "h", "--share");
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.output()).isEmpty();
        assertThat(run.errors().lines().toList())
                .hasSize(2)
                .startsWith("--preset [ketama] is unknown: write one of libmemcached, libketama, spymemcached,"
                        + " spymemcached-libmemcached")
                .last()
                .asString()
                .startsWith(USAGE);
    }

    @Test
    void aFileThatIsNotThereIsNamed() throws Exception {
        ToolRun run = ToolRun.of(folder, "", "--servers", "h", "--keys", "keys.txt");
        assertThat(run)
                .isEqualTo(new ToolRun(
                        2,
                        "",
                        "--keys [keys.txt] does not exist: write the path of a file, or - for the standard input"
                                + System.lineSeparator()));
    }

    @Test
    void keysThatAreNoneAreRefused() throws Exception {
        ToolRun run = ToolRun.of(folder, "a\n" + "x".repeat(65_536) + "\n", "--servers", "h", "--keys", "-");
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.errors())
                .startsWith("--keys [-] cannot be read: line 2 has more than 65535 bytes, which no key has");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --servers h                           | neither --keys nor --share is given: give one of them
            --servers h --share --keys k          | --keys and --share are both given: leave one of them out
            --share                               | neither --servers nor --servers-file is given: give one of them
            --share --servers h --servers-file f  | --servers and --servers-file are both given: leave one of them out
            --share --share                       | --share is given twice: give it once
            --share --servers                     | --servers needs a value
            --share --server h                    | argument [--server] is unknown
            --share h                             | argument [h] is unknown
            --share --servers h=0                 | server [h=0] in --servers: the weight [0] is not a number from 1 to 2147483647
            --share --servers h=-1                | server [h=-1] in --servers: the weight [-1] is not
            --share --servers h=                  | server [h=] in --servers: the weight [] is not
            --share --servers h:1:2               | server [h:1:2] in --servers: write host:port or host:port=weight
            --share --servers h:x=1               | server [h:x=1] in --servers: the port [x] is not a number from 1 to 65535
            --share --servers ::1                 | server [::1] in --servers: the host is empty
            --share --servers h,                  | server [] in --servers: it has no host
            --share --servers h,g,H:11211         | server [H:11211] has the same name on the ring as [h:11211]
            --share --servers h --preset spymemcached | server [h:11211] is given by name, but ring [spymemcached]
            --share --servers-file no/such.list   | server file [no/such.list] does not exist: check the path
            """)
    void aMistakeIsNamed(String arguments, String message) {
        assertThatThrownBy(() -> RingArguments.parse(List.of(arguments.split(" ", -1))))
                .isInstanceOf(RingToolException.class)
                .hasMessageStartingWith(message);
    }
}
