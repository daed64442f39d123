// SPDX-License-Identifier: Apache-2.0
package dev.ketch.roundtrip;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A table as it stands in a README, its columns aligned. */
final class Table {
    /** Columns of text; the others are numbers. */
    private static final int TEXTS = 2;

    private final List<List<String>> rows = new ArrayList<>();

    Table() {
        List<String> head = new ArrayList<>(List.of("operation", "when", "trips", "packets"));
        Arrays.stream(Counted.values()).forEach(c -> head.add(c.name().toLowerCase(Locale.ROOT)));
        rows.add(head);
    }

    void add(List<String> cells) {
        rows.add(cells);
    }

    @Override
    public String toString() {
        List<String> lines = new ArrayList<>();
        int[] widths = new int[rows.get(0).size()];
        rows.forEach(
                row -> Arrays.setAll(widths, i -> Math.max(widths[i], row.get(i).length())));
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder("|");
            for (int i = 0; i < widths.length; i++) {
                String cell = row.get(i);
                String blanks = " ".repeat(widths[i] - cell.length());
                line.append(' ')
                        .append(i < TEXTS ? cell + blanks : blanks + cell)
                        .append(" |");
            }
            lines.add(line.toString());
        }
        lines.add(
                1,
                Arrays.stream(widths)
                        .mapToObj("-"::repeat)
                        .collect(Collectors.joining("-|-", "|-", "-|"))
                        .replaceAll("- ?\\|", "-|"));
        return String.join("\n", lines);
    }
}
