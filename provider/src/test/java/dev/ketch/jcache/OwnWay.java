// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import dev.ketch.testkit.MemcachedProcess;
import dev.ketch.testkit.proxy.FaultProxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A child JVM's own way to the servers: a proxy before each, at an address that its hosts file gives for the servers'
 * names, so that it can be cut off alone. The names and ports, and so the ring, are those of the other JVMs.
 */
public final class OwnWay implements AutoCloseable {
    private final List<FaultProxy> proxies = new ArrayList<>();
    private final Path hosts;

    /** @param number of the JVM, up to 200; another for each that runs at the same time */
    public OwnWay(int number, List<MemcachedProcess> servers, Path folder) throws IOException {
        // The whole network 127 is this machine.
        String address = "127.0.0." + (2 + number);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < servers.size(); i++) {
            MemcachedProcess server = servers.get(i);
            proxies.add(FaultProxy.at(address, server.port(), server.host(), server.port()));
            lines.add(address + " " + name(i));
        }
        hosts = Files.write(folder.resolve("hosts" + number), lines);
    }

    /** What the JVMs call a server. */
    public static String name(int server) {
        return "s" + server;
    }

    /** All servers as a URI has them. */
    public static String list(List<MemcachedProcess> servers) {
        return IntStream.range(0, servers.size())
                .mapToObj(i -> name(i) + ":" + servers.get(i).port())
                .collect(Collectors.joining(","));
    }

    /** The argument that a JVM is started with. */
    public String jvmArgument() {
        return "-Djdk.net.hosts.file=" + hosts;
    }

    /** In the order of the servers. */
    public List<FaultProxy> proxies() {
        return proxies;
    }

    @Override
    public void close() {
        proxies.forEach(FaultProxy::close);
        try {
            Files.deleteIfExists(hosts);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
