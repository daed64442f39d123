// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.fuzz;

import dev.ketch.serialization.SerializationException;
import dev.ketch.serialization.Serializer;
import dev.ketch.serialization.Serializers;
import dev.ketch.serialization.compression.Compressor;
import dev.ketch.serialization.compression.Compressors;
import dev.ketch.serialization.fuzz.canary.Admitted;
import dev.ketch.serialization.fuzz.canary.Denied;
import dev.ketch.serialization.fuzz.canary.DeniedPlan;
import dev.ketch.serialization.kryo.SampleValues;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Writes the inputs of the fuzz tests anew; its argument is the folder of the test resources. */
final class SeedMaker {
    private static final int MOST_BYTES = 2_000;

    private SeedMaker() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0], SeedMaker.class.getPackageName().replace('.', '/'));
        ClassLoader loader = SeedMaker.class.getClassLoader();
        write(folder.resolve("KryoReadFuzzInputs/values"), Serializers.kryo(loader));
        write(folder.resolve("JavaReadFuzzInputs/values"), Serializers.java(loader));
        compress(folder.resolve("DecompressFuzzInputs/values"));
    }

    private static void compress(Path folder) throws IOException {
        Files.createDirectories(folder);
        byte[] noise = new byte[300];
        new Random(1).nextBytes(noise);
        byte[] half = Arrays.copyOf(noise, 900);
        Map<String, byte[]> values = Map.of(
                "zeros",
                new byte[1 << 20],
                "few-zeros",
                new byte[300],
                "words",
                "to be or not to be ".repeat(20).getBytes(StandardCharsets.UTF_8),
                "half-noise",
                half);
        for (Map.Entry<String, byte[]> value : values.entrySet()) {
            for (Compressor each : List.of(Compressors.deflate(), Compressors.lz4())) {
                byte[] bytes = each.withThreshold(1).compress(value.getValue(), 0, value.getValue().length);
                // The one of zeros is long in LZ4, and says nothing that the short one does not.
                if (bytes.length <= MOST_BYTES) {
                    Files.write(folder.resolve(each.name() + "-" + value.getKey()), bytes);
                }
            }
        }
        Files.write(folder.resolve("noise"), noise);
    }

    private static void write(Path folder, Serializer serializer) throws Exception {
        Files.createDirectories(folder);
        List<Object> group = new ArrayList<>();
        int number = 0;
        for (Object value : SampleValues.all()) {
            byte[] bytes = bytes(serializer, value);
            if (bytes == null || bytes.length > MOST_BYTES) {
                continue;
            }
            group.add(value);
            if (group.size() == 5) {
                write(folder, String.format(Locale.ROOT, "value-%02d", number++), serializer, new ArrayList<>(group));
                group.clear();
            }
        }
        write(folder, "value-last", serializer, new ArrayList<>(group));
        Admitted admitted = new Admitted();
        write(folder, "admitted", serializer, admitted);
        admitted.any = List.of(1, Map.of("denied", new Denied()));
        write(folder, "denied-in-admitted", serializer, admitted);
        write(folder, "denied", serializer, new Denied());
        write(folder, "denied-array", serializer, new Denied[2]);
        write(folder, "denied-constant", serializer, List.of(DeniedPlan.PAID));
        write(folder, "denied-class", serializer, List.of(Denied.class));
        write(folder, "denied-part", serializer, new Admitted.Whole());
        write(folder, "deep", serializer, nested(40));
        write(folder, "too-deep", serializer, nested(100));
        Set<Object> sets = new HashSet<>();
        for (int i = 0; i < 8; i++) {
            sets = new HashSet<>(Set.of(sets, "a"));
        }
        write(folder, "sets", serializer, sets);
    }

    private static Object nested(int depth) {
        List<Object> list = new ArrayList<>();
        for (int i = 0; i < depth; i++) {
            list = new ArrayList<>(List.of(list));
        }
        return list;
    }

    private static void write(Path folder, String name, Serializer serializer, Object value) throws IOException {
        byte[] bytes = bytes(serializer, value);
        if (bytes != null) {
            Files.write(folder.resolve(name), bytes);
        }
    }

    private static byte[] bytes(Serializer serializer, Object value) {
        try {
            return serializer.serialize(value);
        } catch (SerializationException e) {
            return null; // Not Serializable.
        }
    }
}
