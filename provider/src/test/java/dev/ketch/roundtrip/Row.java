// SPDX-License-Identifier: Apache-2.0
package dev.ketch.roundtrip;

import dev.ketch.KetchConfiguration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * An operation under some condition, and what it costs. Made in steps, then constant.
 *
 * <p>Where packets are so long that the proxy may read one in two, or so many that several are written at once, they are
 * not counted there, and the row says so: how many there are is computed from the commands, or the bytes, which are
 * asserted, and how many the first round trip has is told by their bytes.
 */
final class Row {
    private final String operation;
    private final String when;
    private final List<Consumer<KetchConfiguration<String, String>>> configurations;
    private Consumer<KetchConfiguration<String, String>> both = c -> {};
    private boolean first;
    private Consumer<Place> before = place -> {};
    private final List<Consumer<Place>> works = new ArrayList<>();
    private long[] packets = {};
    private boolean isLong;
    private @Nullable ToLongFunction<Place> bytes;
    private final Map<Counted, Long> commands = new EnumMap<>(Reading.nothing().commands());

    private Row(String operation, String when, List<Consumer<KetchConfiguration<String, String>>> configurations) {
        this.operation = operation;
        this.when = when;
        this.configurations = configurations;
    }

    /** @param configurations what the cache is configured with, in turn: it costs the same with each */
    @SafeVarargs
    static Row of(String operation, String when, Consumer<KetchConfiguration<String, String>>... configurations) {
        return new Row(operation, when, List.of(configurations));
    }

    static Row of(String operation, String when) {
        return new Row(operation, when, List.of(c -> {}));
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

    /** What is measured; each, if there are several, costs the same. */
    Row does(Consumer<Place> operationItself) {
        works.add(operationItself);
        return this;
    }

    /** The row with each configuration and each operation alone. */
    List<Row> variants() {
        List<Row> variants = new ArrayList<>();
        for (Consumer<KetchConfiguration<String, String>> configuration : configurations) {
            for (Consumer<Place> work : works) {
                Row one = new Row(operation, when, List.of(configuration));
                one.both = both;
                one.first = first;
                one.before = before;
                one.packets = packets;
                one.isLong = isLong;
                one.bytes = bytes;
                one.commands.putAll(commands);
                variants.add(one.does(work));
            }
        }
        return variants;
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

    /** What is sent in all; for long packets that the commands do not tell apart. */
    Row sends(ToLongFunction<Place> bytesInAll) {
        bytes = bytesInAll;
        return this;
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
        configurations.get(0).accept(mine);
        Place place = new Place(rig, name, async, mine, others);
        if (!first) {
            place.settle();
        }
        before.accept(place);
        return place;
    }

    void run(Place place) {
        works.get(0).accept(place);
    }

    boolean isLong() {
        return isLong;
    }

    /** What is sent in all, if the row says so. */
    OptionalLong bytes(Place place) {
        return bytes == null ? OptionalLong.empty() : OptionalLong.of(bytes.applyAsLong(place));
    }

    long trips() {
        return packets.length;
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
    List<String> cells(long trips, long sent, Map<Counted, Long> counts) {
        String told = bytes != null ? " (by bytes)" : isLong ? " (by commands)" : "";
        List<String> cells = new ArrayList<>(List.of(operation, when + told, "" + trips, "" + sent));
        counts.values().forEach(n -> cells.add(n == 0 ? "" : "" + n));
        return cells;
    }

    @Override
    public String toString() {
        return operation + ", " + when;
    }
}
