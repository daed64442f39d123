// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** A JVM that asks a server (port is the argument) until its input ends, then prints how its state changed. */
final class PauseMain {
    private static volatile boolean ended;

    private PauseMain() {}

    public static void main(String[] args) throws Exception {
        Queue<String> events = new ConcurrentLinkedQueue<>();
        AtomicLong answered = new AtomicLong();
        ClientSettings settings = Fixture.settings(Duration.ofMillis(500), Integer.parseInt(args[0])).toBuilder()
                .connectTimeout(Duration.ofMillis(500))
                .build();
        try (MemcachedClient client = MemcachedClients.open(settings)) {
            Thread[] threads = new Thread[8];
            for (int i = 0; i < threads.length; i++) {
                threads[i] = new Thread(() -> {
                    while (!ended) {
                        if (Fixture.run(client, Fixture.get("k")).isAnswered()) {
                            answered.incrementAndGet();
                        }
                    }
                });
                threads[i].start();
            }
            Fixture.await("calls are answered", () -> answered.get() > 5_000);
            // What happens while everything is made and compiled is not in question.
            client.addListener(event -> events.add(event.from() + ">" + event.to() + " " + event.reason()));
            System.out.println("running");
            while (System.in.read() >= 0) {
                long before = answered.get();
                Fixture.await("calls are answered again", () -> answered.get() > before + 1_000);
                System.out.println("answered");
            }
            ended = true;
            for (Thread thread : threads) {
                thread.join();
            }
        }
        events.forEach(event -> System.out.println("event: " + event));
        System.out.println("ended");
    }
}
