// SPDX-License-Identifier: Apache-2.0
package dev.ketch.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Compares the clients and prints one Markdown table; progress goes to the standard error. Which ones, and how, is said
 * by system properties: see the README of the benchmarks.
 */
public final class Compare {
    private Compare() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        CompareOptions options;
        try {
            options = CompareOptions.of(System.getProperties());
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
            return;
        }
        long start = System.nanoTime();
        String facts = MachineFacts.markdown();
        double loadBefore = MachineFacts.load();
        Table table = run(options);
        System.out.print(facts);
        System.out.printf(
                Locale.ROOT,
                "- %d rounds of %d ms after %d ms of warm-up a cell; JVMs with %s%n"
                        + "- load average %.2f before, %.2f after; %d s in all%n%n",
                options.rounds(),
                options.measureMillis(),
                options.warmupMillis(),
                Child.FLAGS,
                loadBefore,
                MachineFacts.load(),
                TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start));
        System.out.print(table.markdown());
    }

    private static Table run(CompareOptions options) throws IOException, InterruptedException {
        Table table = new Table(options);
        Child child = new Child(options);
        for (int round = 0; round < options.rounds(); round++) {
            for (Contestant contestant : order(options.contestants(), round)) {
                long start = System.nanoTime();
                table.add(contestant, child.run(contestant));
                System.err.printf(
                        Locale.ROOT,
                        "round %d of %d: %s, %d s%n",
                        round + 1,
                        options.rounds(),
                        contestant.label(),
                        TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start));
            }
        }
        return table;
    }

    /** Every other round the other way round, so that a drift of the machine favours nobody. */
    static List<Contestant> order(List<Contestant> contestants, int round) {
        List<Contestant> order = new ArrayList<>(contestants);
        if (round % 2 == 1) {
            Collections.reverse(order);
        }
        return order;
    }
}
