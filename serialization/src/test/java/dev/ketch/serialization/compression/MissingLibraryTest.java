// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.compression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ketch.serialization.SerializationException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import net.jpountz.lz4.LZ4Factory;
import org.junit.jupiter.api.Test;

/** Ketch where nobody added lz4-java. */
class MissingLibraryTest {
    private static final String NEEDED =
            "compression [lz4] needs the library at.yawk.lz4:lz4-java; add it, or use compression [deflate]";

    @Test
    void lz4SaysWhatToAdd() throws Exception {
        List<String> outcomes = withoutLz4();
        assertThat(outcomes)
                .containsExactly(
                        IllegalStateException.class.getName() + ": " + NEEDED,
                        IllegalStateException.class.getName() + ": " + NEEDED,
                        SerializationException.class.getName() + ": value cannot be decompressed: " + NEEDED,
                        "deflate works");
    }

    /** Loads Ketch a second time, by a loader that knows Ketch's classes and these, but of libraries only the JDK. */
    private static List<String> withoutLz4() throws Exception {
        URL[] classes = {location(Compressors.class), location(Calls.class)};
        assertThat(classes).doesNotContain(location(LZ4Factory.class));
        try (URLClassLoader loader = new URLClassLoader(classes, ClassLoader.getPlatformClassLoader())) {
            Class<?> calls = loader.loadClass(Calls.class.getName());
            assertThat(calls).isNotEqualTo(Calls.class);
            var constructor = calls.getDeclaredConstructor();
            constructor.setAccessible(true);
            @SuppressWarnings("unchecked") // Made of classes of the JDK, so it is the same type here.
            Callable<List<String>> outside = (Callable<List<String>>) constructor.newInstance();
            return outside.call();
        }
    }

    private static URL location(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation();
    }

    /** What users call; the outcomes as text, for the exceptions are classes of the other loader. */
    static final class Calls implements Callable<List<String>> {
        @Override
        public List<String> call() {
            List<String> outcomes = new ArrayList<>();
            outcomes.add(outcome(Compressors::lz4));
            outcomes.add(outcome(() -> Compressors.byName("lz4")));
            outcomes.add(outcome(() -> Compressors.byId(Compressors.LZ4)));
            outcomes.add(outcome(() -> {
                byte[] value = "to be or not to be ".repeat(1_000).getBytes(StandardCharsets.UTF_8);
                byte[] smaller = Compressors.deflate().compress(value, 0, value.length);
                byte[] back = Compressors.byId(Compressors.DEFLATE).decompress(smaller, 0, smaller.length, 1 << 20);
                return new String(back, StandardCharsets.UTF_8).startsWith("to be or") ? "deflate works" : "damaged";
            }));
            return outcomes;
        }

        private static String outcome(Callable<?> call) {
            try {
                return String.valueOf(call.call());
            } catch (Exception e) {
                return e.toString();
            }
        }
    }
}
