// SPDX-License-Identifier: Apache-2.0
package dev.ketch.benchmarks.serialization;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ketch.serialization.Serializer;
import dev.ketch.serialization.Serializers;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;

/** Values as caches hold them, the same in every run: seeded, and made of nothing that a JVM chooses. Stateless. */
final class CompressionValues {

    /** All names, in the order of the table. */
    static final List<String> NAMES = List.of("json", "records", "text", "noise");

    private static final long SEED = 2026;

    /** Seeds of what the shop sells. */
    private static final long[] ARTICLES = new Random(SEED).longs(300).toArray();

    private static final List<Purchase.State> STATES = List.of(Purchase.State.values());

    private CompressionValues() {}

    static byte[] byName(String name) {
        return switch (name) {
            case "json" -> json(10_000);
            case "records" -> records(100_000);
            case "text" -> Words.text(new Random(SEED), 1_000_000).getBytes(UTF_8);
            case "noise" -> noise(64 << 10);
            default -> throw new IllegalArgumentException("no value [" + name + "]: use one of " + NAMES);
        };
    }

    /** An array of purchases with the names of their fields, as a web service answers; at least that long. */
    private static byte[] json(int length) {
        Random random = new Random(SEED);
        StringBuilder json = new StringBuilder("[");
        for (long id = 1; json.length() < length; id++) {
            Purchase p = purchase(random, id);
            json.append(json.length() > 1 ? "," : "")
                    .append("{\"id\":" + p.id() + ",\"reference\":\"" + p.reference() + "\",\"customer\":\""
                            + p.customer() + "\",\"email\":\"" + p.email() + "\",\"placed\":\"" + p.placed()
                            + "\",\"state\":\"" + p.state() + "\",\"lines\":[");
            String comma = "";
            for (Purchase.Line line : p.lines()) {
                json.append(comma)
                        .append("{\"article\":\"" + line.article() + "\",\"description\":\"" + line.description()
                                + "\",\"quantity\":" + line.quantity() + ",\"price\":" + line.price() + "}");
                comma = ",";
            }
            json.append("],\"total\":" + p.total() + "}");
        }
        return json.append(']').toString().getBytes(UTF_8);
    }

    /** What Ketch's own serializer makes of a list of purchases, at least that long. */
    private static byte[] records(int length) {
        Serializer serializer = Serializers.kryo(CompressionValues.class.getClassLoader());
        Random random = new Random(SEED);
        List<Purchase> purchases = new ArrayList<>();
        byte[] bytes = {};
        while (bytes.length < length) {
            for (int i = 0; i < 10; i++) {
                purchases.add(purchase(random, purchases.size() + 1));
            }
            bytes = serializer.serialize(purchases);
        }
        return bytes;
    }

    private static byte[] noise(int length) {
        byte[] bytes = new byte[length];
        new Random(SEED).nextBytes(bytes);
        return bytes;
    }

    private static Purchase purchase(Random random, long id) {
        String first = Words.capital(Words.rare(random));
        String last = Words.capital(Words.rare(random));
        Purchase.Line[] lines = new Purchase.Line[1 + random.nextInt(4)];
        BigDecimal total = BigDecimal.ZERO;
        for (int i = 0; i < lines.length; i++) {
            lines[i] = line(ARTICLES[random.nextInt(ARTICLES.length)], 1 + random.nextInt(5));
            total = total.add(lines[i].price().multiply(BigDecimal.valueOf(lines[i].quantity())));
        }
        return new Purchase(
                1_000_000 + id,
                new UUID(random.nextLong(), random.nextLong()),
                first + " " + last,
                (first + "." + last + "@example.com").toLowerCase(Locale.ROOT),
                Instant.ofEpochMilli(1_760_000_000_000L + random.nextInt(Integer.MAX_VALUE)),
                STATES.get(random.nextInt(STATES.size())),
                new ArrayList<>(Arrays.asList(lines)),
                total);
    }

    /** Of objects of its own, as a line is that comes from a database: Kryo writes each, not a reference to another's. */
    private static Purchase.Line line(long article, int quantity) {
        Random random = new Random(article);
        return new Purchase.Line(
                String.format(Locale.ROOT, "%c%c-%05d", letter(random), letter(random), random.nextInt(100_000)),
                Words.rare(random) + " " + Words.any(random) + " " + Words.rare(random),
                quantity,
                BigDecimal.valueOf(99 + random.nextInt(20_000), 2));
    }

    private static char letter(Random random) {
        return (char) ('A' + random.nextInt(26));
    }
}
