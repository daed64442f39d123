// SPDX-License-Identifier: Apache-2.0
package dev.ketch.roundtrip;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** How often an operation goes to the servers, as packets, and with how many commands: row by row of the README's table. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RoundTripTest {
    private final List<Row> rows = Rows.all();
    private final Table measured = new Table();
    private Rig rig;

    /** Connections are made, and greeted, when they are first needed. */
    @BeforeAll
    void warm() {
        rig = new Rig();
        for (boolean async : new boolean[] {false, true}) {
            Place place = Row.of("warm", "up").place(rig, "warm" + async, async);
            for (int i = 0; i < 50; i++) {
                place.cache().get(place.one());
                place.cache().getAndPut(place.one(), "v");
                place.cache().getAll(place.there());
                place.cache().putAll(Place.entries(place.there()));
                place.cache().invokeAll(place.there(), UserCode.SETTING);
                place.cache().clear();
            }
            Set<String> many = place.manyOnOne(600);
            place.cache().putAll(Place.entries(many));
            place.cache().getAll(many);
            place.close();
        }
    }

    @AfterAll
    void stop() {
        rig.close();
        System.out.println("\n== Round trips\n" + measured + "\n");
    }

    @TestFactory
    Stream<DynamicTest> costs() {
        return IntStream.range(0, rows.size())
                .mapToObj(i -> DynamicTest.dynamicTest(rows.get(i).toString(), () -> {
                    List<Row> variants = rows.get(i).variants();
                    for (int v = 0; v < variants.size(); v++) {
                        Row row = variants.get(v);
                        Reading cost = cost(row, "sync" + i + "v" + v, false);
                        if (v == 0) {
                            measured.add(
                                    row.isLong()
                                            ? row.cells(row.trips(), row.allPackets(), cost.commands())
                                            : row.cells(cost.trips(), cost.packets(), cost.commands()));
                        }
                        verify(row, cost);
                        verify(row, cost(row, "async" + i + "v" + v, true));
                    }
                }));
    }

    private Reading cost(Row row, String name, boolean async) {
        if (!row.isLong()) {
            return measure(row, name, async, false, row.ends());
        }
        Place place = row.place(rig, name + "bytes", async);
        long bytes = rig.costOf(() -> row.run(place)).bytes();
        row.bytes(place).ifPresent(all -> assertThat(bytes).as("bytes").isEqualTo(all));
        place.close();
        return measure(row, name + "again", async, true, bytes * row.firstTrip() / row.allPackets() * 9 / 10);
    }

    private Reading measure(Row row, String name, boolean async, boolean byBytes, long... ends) {
        Place place = row.place(rig, name, async);
        try {
            return rig.gated(() -> row.run(place), byBytes, ends);
        } finally {
            place.close();
        }
    }

    private static void verify(Row row, Reading cost) {
        // Each is greeted, with a packet.
        assertThat(cost.connections()).as("connections made").isZero();
        assertThat(cost.commands()).isEqualTo(row.commands());
        if (row.isLong()) {
            // Read in parts, or several at once.
            assertThat(cost.packets()).isBetween(1L, 2 * row.allPackets());
        } else {
            assertThat(cost.trips()).as("trips").isEqualTo(row.trips());
            assertThat(cost.packets()).as("packets").isEqualTo(row.allPackets());
        }
    }

    @Test
    void theReadmeSaysTheSame() throws IOException {
        Table expected = new Table();
        rows.forEach(row -> expected.add(row.cells(row.trips(), row.allPackets(), row.commands())));
        assertThat(Files.readString(Path.of("README.md"))).contains("\n\n" + expected + "\n\n");
    }
}
