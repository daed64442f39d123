// SPDX-License-Identifier: Apache-2.0
package dev.ketch.roundtrip;

import dev.ketch.KetchConfiguration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * An operation under some condition, and what it costs. Made in steps, then constant.
 *
 * <p>Where packets are so long that the proxy may read one in two, or so many that several are written at once, they are
 * not counted there but known from the commands; how many the first round trip has is told by their bytes.
 */
final class Row {
    private final String operation;
    private final String when;
    private final Consumer<KetchConfiguration<String, String>> configuration;
    private Consumer<KetchConfiguration<String, String>> both = c -> {};
    private boolean first;
    private Consumer<Place> before = place -> {};
    private Consumer<Place> work = place -> {};
    private long[] packets = {};
    private boolean isLong;
    private final Map<Counted, Long> commands = new EnumMap<>(Reading.nothing().commands());

    private Row(String operation, String when, Consumer<KetchConfiguration<String, String>> configuration) {
        this.operation = operation;
        this.when = when;
        this.configuration = configuration;
    }

    /** @param configuration what the cache is configured with */
    static Row of(String operation, String when, Consumer<KetchConfiguration<String, String>> configuration) {
        return new Row(operation, when, configuration);
    }

    static Row of(String operation, String when) {
        return of(operation, when, c -> {});
    }

    /** What the cache of the other JVM is configured with as well. */
    Row everywhere(Consumer<KetchConfiguration<String, String>> more) {
        both = more;
        return this;
    }

    /** The JVM has not done anything to the cache before. */
    Row first() {
        first = true;
        return this;
    }

    /** What comes before and is not measured. */
    Row after(Consumer<Place> preparation) {
        before = preparation;
        return this;
    }

    Row does(Consumer<Place> operationItself) {
        work = operationItself;
        return this;
    }

    /** Has this cost, with so many packets in each round trip. */
    Row takes(long... packetsOfEach) {
        packets = packetsOfEach;
        return this;
    }

    /** The same with long or many packets. */
    Row takesLong(long... packetsOfEach) {
        isLong = true;
        return takes(packetsOfEach);
    }

    Row and(Counted counted, long n) {
        commands.put(counted, n);
        return this;
    }

    Place place(Rig rig, String name, boolean async) {
        KetchConfiguration<String, String> mine = new KetchConfiguration<>();
        KetchConfiguration<String, String> others = new KetchConfiguration<>();
        both.accept(mine);
        both.accept(others);
        configuration.accept(mine);
        Place place = new Place(rig, name, async, mine, others);
        if (!first) {
            place.settle();
        }
        before.accept(place);
        return place;
    }

    void run(Place place) {
        work.accept(place);
    }

    boolean isLong() {
        return isLong;
    }

    /** The packets sent by the end of each round trip. */
    long[] ends() {
        long[] ends = packets.clone();
        Arrays.parallelPrefix(ends, Long::sum);
        return ends;
    }

    long firstTrip() {
        return packets[0];
    }

    long allPackets() {
        return Arrays.stream(packets).sum();
    }

    Map<Counted, Long> commands() {
        return commands;
    }

    /** The row's cells with these costs in them. */
    List<String> cells(Map<Counted, Long> counts, long sent) {
        List<String> cells = new ArrayList<>(List.of(operation, when, "" + packets.length, "" + sent));
        counts.values().forEach(n -> cells.add(n == 0 ? "" : "" + n));
        return cells;
    }

    @Override
    public String toString() {
        return operation + ", " + when;
    }
}
