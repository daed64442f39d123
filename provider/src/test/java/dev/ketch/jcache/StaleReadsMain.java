// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import dev.ketch.KetchCachingProvider;
import dev.ketch.client.MemcachedClient;
import dev.ketch.client.Server;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import javax.cache.Cache;

/**
 * A JVM of writers; arguments are URI, name, number of writers, seed. It reads commands and answers each with a line that
 * begins with {@code done}:
 *
 * <dl>
 *   <dt>{@code offline i}, {@code online i}
 *   <dd>as an operator
 *   <dt>{@code over}
 *   <dd>ends the writers, waits until all is repaired, and says first, a writer a line, what each has written last
 *   <dt>{@code check writer value…}
 *   <dd>reads the keys of a writer, of this JVM or another
 *   <dt>{@code report}
 *   <dd>says first, each in a line, what must not have been
 * </dl>
 *
 * <p>It ends with its input.
 */
final class StaleReadsMain {
    private StaleReadsMain() {}

    public static void main(String[] args) throws Exception {
        int writers = Integer.parseInt(args[2]);
        Random random = new Random(Long.parseLong(args[3]));
        StaleTally tally = new StaleTally();
        try (KetchCachingProvider provider = new KetchCachingProvider();
                BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            Cache<String, Long> cache =
                    provider.getCacheManager(URI.create(args[0]), null).createCache("stale", Jvms.plain());
            List<StaleWriter> all = new ArrayList<>();
            List<Thread> threads = new ArrayList<>();
            for (int w = 0; w < writers; w++) {
                all.add(new StaleWriter(args[1] + "-" + w, cache, random.nextLong(), tally));
                Thread thread = new Thread(all.get(w), "writer");
                thread.setDaemon(true);
                threads.add(thread);
            }
            threads.forEach(Thread::start);
            System.out.println("done starting");
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                obey(line.split(" "), cache, tally, all, threads);
            }
        }
        // What is not a daemon must not keep it.
        System.exit(0);
    }

    private static void obey(
            String[] words,
            Cache<String, Long> cache,
            StaleTally tally,
            List<StaleWriter> writers,
            List<Thread> threads)
            throws InterruptedException {
        MemcachedClient client = cache.unwrap(MemcachedClient.class);
        switch (words[0]) {
            case "offline" -> client.markOffline(server(client, words[1]));
            case "online" -> client.markOnline(server(client, words[1]));
            case "over" -> {
                tally.end();
                for (Thread thread : threads) {
                    thread.join();
                }
                StaleReads.awaitRepaired(List.of(cache));
                for (StaleWriter writer : writers) {
                    System.out.println(writer.name() + " "
                            + Arrays.stream(writer.last())
                                    .mapToObj(Long::toString)
                                    .collect(Collectors.joining(" ")));
                }
            }
            case "check" -> {
                long[] last = Arrays.stream(words, 2, words.length)
                        .mapToLong(Long::parseLong)
                        .toArray();
                StaleWriter.check(words[1], last, cache, tally, "after all was repaired");
            }
            case "report" -> tally.violations().forEach(System.out::println);
            default -> throw new IllegalArgumentException(words[0]);
        }
        System.out.println("done " + tally.reads() + " " + tally.hits() + " " + tally.failures());
    }

    private static Server server(MemcachedClient client, String index) {
        return client.servers().get(Integer.parseInt(index));
    }
}
