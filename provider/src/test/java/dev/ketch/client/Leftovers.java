// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client;

import dev.ketch.testkit.MemcachedProcess;
import dev.ketch.testkit.proxy.FaultProxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** What a run could leave behind: connections at the servers, sockets here, memory; and the client's threads. */
record Leftovers(List<Integer> connections, long sockets, long heap) {
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(20);
    private static final long HEAP = 16 << 20;
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    static Leftovers now(List<MemcachedProcess> servers) {
        return new Leftovers(servers.stream().map(Leftovers::connections).toList(), openSockets(), usedHeap());
    }

    /** What is left beyond that; waits a while for it to go. */
    List<String> since(List<MemcachedProcess> servers, List<FaultProxy> proxies) {
        List<String> left = new ArrayList<>();
        if (!comesTrue(() -> Fixture.clientThreads().isEmpty())) {
            left.add("threads " + Fixture.clientThreads());
        }
        if (!comesTrue(() -> proxies.stream().allMatch(p -> p.openConnections() == 0))) {
            left.add("connections to " + proxies);
        }
        for (int i = 0; i < servers.size(); i++) {
            MemcachedProcess server = servers.get(i);
            int before = connections.get(i);
            if (!comesTrue(() -> connections(server) <= before)) {
                left.add(connections(server) + " connections of " + server + ", before " + before);
            }
        }
        if (!comesTrue(() -> openSockets() <= sockets)) {
            left.add(openSockets() + " sockets, before " + sockets);
        }
        if (!comesTrue(() -> usedHeap() <= heap + HEAP)) {
            left.add(usedHeap() + " bytes of heap, before " + heap);
        }
        return left;
    }

    private static boolean comesTrue(BooleanSupplier condition) {
        long from = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - from > PATIENCE) {
                return false;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
        return true;
    }

    private static int connections(MemcachedProcess server) {
        return Integer.parseInt(server.stats().get("curr_connections"));
    }

    /** 0 where there is no {@code /proc}. */
    private static long openSockets() {
        if (!Files.isDirectory(DESCRIPTORS)) {
            return 0;
        }
        try (Stream<Path> open = Files.list(DESCRIPTORS)) {
            return open.filter(Leftovers::isSocket).count();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static boolean isSocket(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
        } catch (IOException e) {
            // Closed meanwhile.
            return false;
        }
    }

    private static long usedHeap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
