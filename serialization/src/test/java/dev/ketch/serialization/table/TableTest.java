// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ketch.serialization.testing.Jvms;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whatever applications put into caches, after its way through bytes. */
class TableTest {

    @Test
    void everyLineIsAsExpected() throws Exception {
        assertThat(Table.run()).hasSizeGreaterThan(300).isEqualTo(Table.expected());
    }

    @Test
    void andOnJdk25() throws Exception {
        Optional<Path> java = Jvms.jdk25();
        if (java.isPresent()) {
            Jvms.Result result = Jvms.run(java.get(), Table.class, "-Dfile.encoding=UTF-8");
            assertThat(result.errors()).doesNotContain("Exception");
            assertThat(result.output()).isEqualTo(Table.expected());
        }
    }

    @Test
    void jdk25DoesNotComplain() throws Exception {
        Optional<Path> java = Jvms.jdk25();
        if (java.isPresent()) {
            long count = Cases.all().stream().filter(Case::passes).count();
            for (String unsafe : List.of("warn", "deny")) {
                Jvms.Result result = Jvms.run(
                        java.get(),
                        Quiet.class,
                        "--sun-misc-unsafe-memory-access=" + unsafe,
                        "-Djava.awt.headless=true");
                assertThat(result.errors()).as(unsafe).isEmpty();
                assertThat(result.output()).containsExactly(String.valueOf(count));
            }
            assertThat(Jvms.run(java.get(), Quiet.class).errors()).isEmpty();
        }
    }

    @Test
    void readmeListsWhatDoesNotComeBackAsItWas() throws Exception {
        List<String> lines = Cases.all().stream()
                .filter(c -> !c.passes())
                .map(c -> "| " + c.name() + " | " + c.reason()
                        + (c.kind() == Case.Kind.REFUSED ? " | refused |" : " | |"))
                .toList();
        long passing = Cases.all().stream().filter(Case::passes).count();
        String readme = Files.readString(Path.of("README.md"));
        assertThat(readme).contains(String.join("\n", lines));
        assertThat(readme).contains(passing + " of " + Cases.all().size());
    }
}
