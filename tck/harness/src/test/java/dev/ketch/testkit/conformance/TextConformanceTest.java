// SPDX-License-Identifier: Apache-2.0
package dev.ketch.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ketch.testkit.Await;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextConformanceTest extends ConformanceTest {
    private static final Pattern LINE =
            Pattern.compile("key=(\\S+) exp=(-?\\d+) la=(\\d+) cas=(\\d+)" + " fetch=(yes|no) cls=(\\d+) size=(\\d+)");

    TextConformanceTest(ServerKind kind, Servers servers) throws IOException {
        super(kind, servers);
    }

    @ParameterizedTest
    @ValueSource(strings = {"version\r\n", "version\n", " version  x\r\n"})
    void versionIsALine(String command) throws IOException {
        wire.send(command);
        assertThat(wire.line()).startsWith("VERSION 1.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "noop",
                "bogus",
                "VERSION",
                "versionx",
                "version\r",
                "config get cluster",
                "stats bogus",
                "lru_crawler",
                "lru_crawler metadump",
                "lru_crawler metadump hash x",
                "lru_crawler bogus",
                "\377"
            })
    void whatIsNotUnderstoodIsAnError(String command) throws IOException {
        assertThat(wire.lineTo(command)).isEqualTo("ERROR");
        assertThat(wire.lineTo("version")).startsWith("VERSION ");
    }

    @Test
    void binaryOnATextConnectionIsAnError() throws IOException {
        assertThat(wire.lineTo("version")).startsWith("VERSION ");
        wire.send(Request.of(Op.NOOP).bytes(), Request.latin1("\r\n"));
        assertThat(wire.line()).isEqualTo("ERROR");
    }

    @Test
    void linesMayBePipelined() throws IOException {
        wire.send("version\r\nbogus\r\nversion\n");
        assertThat(List.of(wire.line().substring(0, 7), wire.line(), wire.line().substring(0, 7)))
                .containsExactly("VERSION", "ERROR", "VERSION");
    }

    @ParameterizedTest
    @ValueSource(strings = {"quit\r\n", "quit now\r\nversion\r\n"})
    void quitClosesWithoutAWord(String command) throws IOException {
        wire.send(command);
        assertThat(wire.textUntilClose()).isEmpty();
    }

    @Test
    void lineWithoutEndClosesBeyond2048Bytes() throws IOException {
        wire.send("v".repeat(2049));
        assertThat(wire.textUntilClose()).isEmpty();
    }

    @Test
    void lineOf2048BytesIsWaitedFor() throws IOException {
        wire.send("v".repeat(2048));
        try (Wire other = new Wire(server)) {
            assertThat(other.exchange()).isEmpty();
        }
        assertThat(wire.lineTo("")).isEqualTo("ERROR");
    }

    @Test
    void halfClosedConnectionStillGetsItsAnswer() throws IOException {
        wire.send("version\r\nver");
        wire.endOutput();
        assertThat(wire.textUntilClose()).matches("VERSION \\S+\r\n");
    }

    @Test
    void statsAgreeWithTheBinaryOnes() throws IOException {
        Map<String, String> text = stats("stats settings");
        try (Wire binary = new Wire(server)) {
            Map<String, String> expected = binary.exchange(Request.of(Op.STAT, "settings")).stream()
                    .filter(reply -> !reply.key().isEmpty())
                    .collect(Collectors.toMap(Reply::key, Reply::value));
            expected.remove("num_threads");
            assertThat(text).containsAllEntriesOf(expected);
        }
        assertThat(stats("stats")).containsKeys("pid", "time", "curr_items");
        assertThat(wire.lineTo("stats reset")).isEqualTo("RESET");
    }

    @ParameterizedTest
    @ValueSource(strings = {"all", "hash", "1", "1,2,63"})
    void metadumpLineTellsAllOfAnItem(String classes) throws IOException {
        long cas = storeDumped();
        Matcher line = dumped(classes);
        long now = Long.parseLong(stats("stats").get("time"));
        assertThat(Long.parseLong(line.group(2))).isBetween(now + 290, now + 300);
        assertThat(Long.parseLong(line.group(3))).isBetween(now - 10, now);
        assertThat(Long.parseLong(line.group(4))).isEqualTo(cas);
        assertThat(line.group(5)).isEqualTo("no");
        assertThat(line.group(6)).isEqualTo("1");
        assertThat(Integer.parseInt(line.group(7))).isEqualTo(48 + 8 + key.length() + 1 + 4 + 5 + 2);
    }

    @Test
    void metadumpTellsOfReadsAndOfItemsWithoutEnd() throws IOException {
        try (Wire binary = new Wire(server)) {
            binary.ask(Request.set(key, "value"));
            binary.ask(Request.get(key));
        }
        Matcher line = dumped("hash");
        assertThat(line.group(2)).isEqualTo("-1");
        assertThat(line.group(5)).isEqualTo("yes");
    }

    @Test
    void metadumpOmitsTheDead() throws IOException {
        try (Wire binary = new Wire(server)) {
            binary.ask(Request.store(Op.SET, key, "value", 0, 2_592_001));
            binary.ask(Request.set(key + "flushed", "value"));
            binary.ask(Request.of(Op.FLUSH));
            binary.ask(Request.set(key + "live", "value"));
        }
        assertThat(dump("hash")).containsOnlyKeys(key + "live");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "AZaz09-._~, AZaz09-._~",
                "\"a%b&c=d+e/f:g\", a%25b%26c%3Dd%2Be%2Ff%3Ag",
                "\" \r\nEND\r\n\", %20%0D%0AEND%0D%0A",
                "\"!*'();@,$#?[]|\", %21%2A%27%28%29%3B%40%2C%24%23%3F%5B%5D%7C",
                "\"\0\177\200\377\", %00%7F%80%FF"
            })
    void metadumpEncodesHostileKeys(String hostile, String encoded) throws IOException {
        try (Wire binary = new Wire(server)) {
            binary.ask(Request.set(key + hostile, "value"));
        }
        assertThat(dump("hash")).containsKey(key + encoded);
    }

    @Test
    void metadumpHasEveryItemOnce() throws IOException {
        try (Wire binary = new Wire(server)) {
            for (int i = 0; i < 3000; i++) {
                binary.send(Request.store(Op.SETQ, key + "-" + i, "value").bytes());
            }
            binary.exchange();
        }
        assertThat(dump("hash").keySet().stream().filter(each -> each.startsWith(key + "-")))
                .hasSize(3000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bogus", "0", "64", "hashx", "1,x"})
    void metadumpOfAnUnknownClassIsRefused(String classes) throws IOException {
        assertThat(wire.lineTo("lru_crawler metadump " + classes)).isEqualTo("BADCLASS invalid class id");
        assertThat(wire.lineTo("version")).startsWith("VERSION ");
    }

    @Test
    void metadumpBehindAnotherCommandIsRefused() throws IOException {
        wire.send("version\r\nlru_crawler metadump hash\r\n");
        assertThat(wire.line()).startsWith("VERSION ");
        assertThat(wire.line()).isEqualTo("ERROR cannot pipeline other commands before metadump");
    }

    @Test
    void crawlerMayBeSwitchedOffAndOn() throws Exception {
        assertThat(wire.lineTo("lru_crawler enable")).isEqualTo("ERROR failed to start lru crawler thread");
        assertThat(wire.lineTo("lru_crawler disable")).isEqualTo("OK");
        // Its thread may still be ending.
        Await.until(
                "the crawler is off", () -> "no".equals(stats("stats settings").get("lru_crawler")));
        assertThat(wire.lineTo("lru_crawler metadump hash")).isEqualTo("CLIENT_ERROR lru crawler disabled");
        assertThat(wire.lineTo("lru_crawler enable")).isEqualTo("OK");
        assertThat(stats("stats settings")).containsEntry("lru_crawler", "yes");
        assertThat(dump("all")).isNotNull();
    }

    private long storeDumped() throws IOException {
        try (Wire binary = new Wire(server)) {
            return binary.ask(Request.store(Op.SET, key, "value", 7, 300)).cas();
        }
    }

    /** Returns the line of the test's key. */
    private Matcher dumped(String classes) throws IOException {
        return Optional.ofNullable(dump(classes).get(key)).orElseThrow();
    }

    /** Returns the lines of a dump by their key as it is written there; each has to have the exact form. */
    private Map<String, Matcher> dump(String classes) throws IOException {
        List<String> lines = dumpLines(classes);
        return lines.subList(0, lines.size() - 1).stream()
                .map(LINE::matcher)
                .peek(line -> assertThat(line.matches()).as(line.toString()).isTrue())
                .collect(Collectors.toMap(line -> line.group(1), line -> line));
    }

    /** Asks again while the server is busy with a walk of its own. */
    private List<String> dumpLines(String classes) throws IOException {
        String first = wire.lineTo("lru_crawler metadump " + classes);
        while (first.startsWith("BUSY ")) {
            Thread.onSpinWait();
            first = wire.lineTo("lru_crawler metadump " + classes);
        }
        List<String> lines = new ArrayList<>(List.of(first));
        while (!lines.get(lines.size() - 1).equals("END")) {
            lines.add(wire.line());
        }
        return lines;
    }

    private Map<String, String> stats(String command) throws IOException {
        List<String> lines = wire.linesTo("END", command);
        return lines.subList(0, lines.size() - 1).stream()
                .map(line -> line.split(" ", 3))
                .peek(words -> assertThat(words[0]).isEqualTo("STAT"))
                .collect(Collectors.toMap(words -> words[1], words -> words[2]));
    }
}
