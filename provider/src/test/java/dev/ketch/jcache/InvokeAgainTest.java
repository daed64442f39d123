// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.cache.Cache;
import javax.cache.management.CacheStatisticsMXBean;
import javax.cache.processor.EntryProcessor;
import javax.cache.processor.MutableEntry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A processor that runs again, since another JVM changed the entry meanwhile: what loader and writer hear of it. */
@Timeout(120)
class InvokeAgainTest extends OnOneServer {
    /**
     * A processor that runs again, as another JVM changes the entry meanwhile.
     *
     * @param theirs what the other JVM puts, once in each run
     */
    private record Rerun(
            String name,
            List<String> theirs,
            Consumer<MutableEntry<String, String>> processor,
            List<String> calls,
            @Nullable String left) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Rerun> reruns() {
        Consumer<MutableEntry<String, String>> appends = entry -> entry.setValue(entry.getValue() + "!");
        return Stream.of(
                new Rerun("the same", List.of("a", "b"), e -> e.setValue("mine"), List.of("write mine"), "mine"),
                new Rerun("removed every time", List.of("a", "b"), MutableEntry::remove, List.of("delete"), null),
                new Rerun(
                        "another every time",
                        List.of("a", "b"),
                        appends,
                        List.of("write old!", "write a!", "write b!"),
                        "b!"),
                new Rerun("the same in between", List.of("old", "a"), appends, List.of("write old!", "write a!"), "a!"),
                new Rerun(
                        "the first again",
                        List.of("a", "old"),
                        appends,
                        List.of("write old!", "write a!", "write old!"),
                        "old!"),
                new Rerun(
                        "set, then removed",
                        List.of("a"),
                        entry -> {
                            if (entry.getValue().equals("a")) {
                                entry.remove();
                            } else {
                                entry.setValue("mine");
                            }
                        },
                        List.of("write mine", "delete"),
                        null),
                new Rerun(
                        "removed, then set",
                        List.of("a"),
                        entry -> {
                            if (entry.getValue().equals("a")) {
                                entry.setValue("mine");
                            } else {
                                entry.remove();
                            }
                        },
                        List.of("delete", "write mine"),
                        "mine"));
    }

    @ParameterizedTest
    @MethodSource("reruns")
    void aProcessorThatRunsAgainWritesWhatItComesTo(Rerun rerun) {
        for (boolean batch : new boolean[] {false, true}) {
            List<String> calls = new ArrayList<>();
            assertThat(rerun(rerun.theirs, rerun.processor, batch, calls)).isEqualTo(rerun.left);
            assertThat(calls).isEqualTo(rerun.calls);
            assertThat(calls.get(calls.size() - 1)).isEqualTo(rerun.left == null ? "delete" : "write " + rerun.left);
        }
    }

    @Test
    void whatARerunLeavesAloneStaysWritten() {
        List<String> calls = new ArrayList<>();
        String left = rerun(
                List.of("theirs"),
                entry -> {
                    if (entry.getValue().equals("old")) {
                        entry.setValue("mine");
                    }
                },
                false,
                calls);
        assertThat(calls).containsExactly("write mine");
        assertThat(left).isEqualTo("theirs");
    }

    private static @Nullable String rerun(
            List<String> theirs, Consumer<MutableEntry<String, String>> processor, boolean batch, List<String> calls) {
        try (Jvms jvms = new Jvms(server)) {
            Cache<String, String> other = jvms.openElsewhere("c");
            other.put("k", "old");
            Cache<String, String> cache = jvms.open("c", InterruptedWriter.configuration(calls, () -> {}));
            AtomicInteger runs = new AtomicInteger();
            EntryProcessor<String, String, Object> interrupted = (entry, arguments) -> {
                processor.accept(entry);
                int run = runs.getAndIncrement();
                if (run < theirs.size()) {
                    other.put("k", theirs.get(run));
                }
                return null;
            };
            if (batch) {
                cache.invokeAll(Set.of("k"), interrupted);
            } else {
                cache.invoke("k", interrupted);
            }
            assertThat(runs).hasValue(theirs.size() + 1);
            assertThat(cache.unwrap(CacheStatisticsMXBean.class).getCacheGets()).isEqualTo(1);
            return other.get("k");
        }
    }

    @Test
    void aProcessorThatRunsAgainLoadsOnce() {
        AtomicInteger loads = new AtomicInteger();
        AtomicInteger runs = new AtomicInteger();
        try (Jvms jvms = new Jvms(server)) {
            Cache<String, String> other = jvms.openElsewhere("c");
            Cache<String, String> cache = jvms.open(
                    "c",
                    Jvms.<String, String>plain()
                            .setReadThrough(true)
                            .setCacheLoaderFactory(() -> new SimpleLoader<String, String>() {
                                @Override
                                public String load(String key) {
                                    loads.incrementAndGet();
                                    return "loaded";
                                }
                            }));
            String result = cache.invoke("k", (entry, arguments) -> {
                String found = entry.getValue();
                if (runs.incrementAndGet() == 1) {
                    // There, so that the first attempt to create it loses; and gone, so that it is missed again.
                    other.put("k", "theirs");
                } else if (runs.get() == 2) {
                    other.remove("k");
                }
                entry.setValue(found + "!");
                return found;
            });
            assertThat(runs).hasValueGreaterThan(1);
            assertThat(loads).hasValue(1);
            assertThat(cache.get("k")).isEqualTo(result + "!");
        }
    }

    /** Whatever the run before has done to its object. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aProcessorThatRunsAgainGetsWhatWasLoadedAsItWas(boolean batch) {
        AtomicInteger runs = new AtomicInteger();
        try (Jvms jvms = new Jvms(server)) {
            Cache<String, ArrayList<String>> other = jvms.openElsewhere("c");
            Cache<String, ArrayList<String>> cache = jvms.open(
                    "c",
                    Jvms.<String, ArrayList<String>>plain()
                            .setReadThrough(true)
                            .setCacheLoaderFactory(() -> new SimpleLoader<String, ArrayList<String>>() {
                                @Override
                                public ArrayList<String> load(String key) {
                                    return new ArrayList<>(List.of("loaded"));
                                }
                            }));
            cache.containsKey("warm");
            EntryProcessor<String, ArrayList<String>, Object> adding = (entry, arguments) -> {
                ArrayList<String> value = entry.getValue();
                value.add("added");
                if (runs.incrementAndGet() == 1) {
                    other.clear();
                }
                entry.setValue(value);
                return null;
            };
            if (batch) {
                cache.invokeAll(Set.of("k"), adding);
            } else {
                cache.invoke("k", adding);
            }
            assertThat(runs).hasValue(2);
            assertThat(cache.get("k")).containsExactly("loaded", "added");
        }
    }
}
