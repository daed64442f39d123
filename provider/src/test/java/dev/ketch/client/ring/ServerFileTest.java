// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client.ring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** libketama's list of servers. */
class ServerFileTest {
    @TempDir
    Path folder;

    @Test
    void aServerALineWithItsWeight() throws IOException {
        assertThat(read("# memcached\n\n10.0.1.1:11211\t600\n  \t\n#10.0.1.9:11211\t1\n10.0.1.2:11212 \t 300\n"))
                .containsExactly(new RingMember("10.0.1.1", 11211, 600), new RingMember("10.0.1.2", 11212, 300));
    }

    @Test
    void theLastLineNeedsNoEnd() throws IOException {
        assertThat(read("a:1\t12\nb:2\t34")).containsExactly(new RingMember("a", 1, 12), new RingMember("b", 2, 34));
    }

    @Test
    void filesFromElsewhereAreFine() throws IOException {
        assertThat(read("\ufeff# caf\u00e9\r\na:1\t12\r\n\r\n[2001:db8::7]:2\t2147483647\r\n"))
                .containsExactly(new RingMember("a", 1, 12), new RingMember("2001:db8::7", 2, Integer.MAX_VALUE));
    }

    @Test
    void isReadAnewEachTime() throws IOException {
        Path path = write("a:1\t1\n");
        ServerFile file = new ServerFile(path);
        assertThat(file.read()).hasSize(1);
        Files.writeString(path, "a:1\t1\nb:1\t2\n");
        assertThat(file.read()).containsExactly(new RingMember("a", 1, 1), new RingMember("b", 1, 2));
    }

    @Test
    void givesTheRingOfLibketama() throws IOException {
        RecordedRing recorded = RecordedRing.of("libketama.default-port-weights");
        assertThat(read("127.0.0.2:11211\t5\n127.0.0.3:11211\t1\n127.0.0.4:11211\t3\n127.0.0.5:11211\t7\n"))
                .isEqualTo(recorded.members());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            h:11211       | the weight is missing; write host:port, a tab and the weight
            h:11211 1 # x | there is more than a server and its weight; write host:port, a tab and the weight, a comment in a line of its own
            h 600         | the port is missing; write h:11211, a tab and the weight
            [::1] 600     | the port is missing; write [::1]:11211, a tab and the weight
            ::1:11211 600 | write an IPv6 address in brackets, as [::1]:11211
            [::g]:1 600   | [::g] is no IPv6 address; write it as [::1]:11211
            h:1:2 600     | only a port may follow the host; write host:port, a tab and the weight
            h:0 600       | the port [0] is not a number from 1 to 65535
            h:65536 600   | the port [65536] is not a number from 1 to 65535
            h:011211 600  | write the server as h:11211
            h:1 0         | the weight [0] is not a number from 1 to 2147483647
            h:1 -5        | the weight [-5] is not a number from 1 to 2147483647
            h:1 1.5       | the weight [1.5] is not a number from 1 to 2147483647
            h:1 64MB      | the weight [64MB] is not a number from 1 to 2147483647
            h:1 9999999999| the weight [9999999999] is not a number from 1 to 2147483647
            h;1 600       | [h;1] is no host name or address; write host:port
            First:1 600   | the server is in line 1 already; list it once, with the weight that it shall have
            """)
    void aBadLineIsNamed(String line, String message) throws IOException {
        Path path = write("first:1\t1\n\n" + line + "\nlast:1\t1\n");
        assertThatThrownBy(() -> new ServerFile(path).read())
                .isExactlyInstanceOf(ServerFileException.class)
                .hasMessage("server file [" + path + "] line 3 [" + line + "]: " + message);
    }

    @Test
    void aFileThatIsNoList() throws IOException {
        Path none = folder.resolve("none");
        assertThatThrownBy(() -> new ServerFile(none).read())
                .isExactlyInstanceOf(ServerFileException.class)
                .hasMessageStartingWith("server file [" + none + "] does not exist: check the path");
        assertThatThrownBy(() -> new ServerFile(folder).read())
                .isExactlyInstanceOf(ServerFileException.class)
                .hasMessageStartingWith("server file [" + folder + "] cannot be read (");
        Path empty = write("# nobody\n");
        assertThatThrownBy(() -> new ServerFile(empty).read())
                .hasMessage("server file [" + empty + "] lists no server: write host:port, a tab and the weight, a"
                        + " server a line");
        Path huge = write("#".repeat(1 << 20) + "\n");
        assertThatThrownBy(() -> new ServerFile(huge).read())
                .hasMessage("server file [" + huge + "] has more than 1048576 bytes: check that it is the list of"
                        + " servers");
    }

    private List<RingMember> read(String text) throws IOException {
        return new ServerFile(write(text)).read();
    }

    private Path write(String text) throws IOException {
        return Files.write(folder.resolve("servers.list"), text.getBytes(UTF_8));
    }
}
