// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client.ring;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** A ring that another library was seen to build, and where it found keys on it. */
record RecordedRing(Placement placement, List<RingMember> members, String file) {
    /** All of them. */
    static List<RecordedRing> all() {
        try (Stream<Path> files = Files.list(folder())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".points.csv"))
                    .map(name -> name.substring(0, name.length() - ".points.csv".length()))
                    .sorted()
                    .map(RecordedRing::of)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static RecordedRing of(String file) {
        int dot = file.lastIndexOf('.');
        return new RecordedRing(placement(file.substring(0, dot)), members(file.substring(dot + 1)), file);
    }

    private static Placement placement(String source) {
        return switch (source) {
            case "libmemcached-ketama_weighted" -> Placement.LIBMEMCACHED;
            case "libketama" -> Placement.LIBKETAMA;
            case "spymemcached-2.12.3-spyformat" -> Placement.SPYMEMCACHED;
            case "spymemcached-2.12.3-libmcformat" -> Placement.SPYMEMCACHED_LIBMEMCACHED;
            default -> throw new IllegalArgumentException(source);
        };
    }

    private static List<RingMember> members(String set) {
        return switch (set) {
            case "four" -> ports(1, 1, 1, 1);
            case "four-weights" -> ports(1, 2, 3, 4);
            case "default-port" -> hosts("127.0.0.", 2, 11211, 1, 1, 1, 1);
            case "default-port-weights" -> hosts("127.0.0.", 2, 11211, 5, 1, 3, 7);
            case "equal-25" ->
                hosts("10.0.2.", 1, 11311, Stream.generate(() -> 1).limit(25).toArray(Integer[]::new));
            case "float-weights" -> hosts("10.0.4.", 1, 11311, 1, 1, 1, 10, 12);
            default -> throw new IllegalArgumentException(set);
        };
    }

    private static List<RingMember> ports(int... weights) {
        List<RingMember> members = new ArrayList<>();
        for (int weight : weights) {
            members.add(new RingMember("127.0.0.1", 21001 + members.size(), weight));
        }
        return members;
    }

    private static List<RingMember> hosts(String net, int first, int port, Integer... weights) {
        List<RingMember> members = new ArrayList<>();
        for (int weight : weights) {
            members.add(new RingMember(net + (first + members.size()), port, weight));
        }
        return members;
    }

    Continuum build() {
        return Continuum.of(members, placement);
    }

    /** The recorded points, each with its server. */
    List<String> points() {
        return lines(file + ".points.csv");
    }

    /** The recorded keys, each with its hash, by whatever columns, and its server. */
    List<String> keys() {
        return lines(file + ".keys.csv");
    }

    static List<String> lines(String file) {
        try {
            return Files.readAllLines(folder().resolve(file), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path folder() {
        try {
            return Path.of(Objects.requireNonNull(RecordedRing.class.getResource("/ketama"))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return file;
    }
}
