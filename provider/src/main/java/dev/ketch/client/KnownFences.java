// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client;

import dev.ketch.client.protocol.Request;
import dev.ketch.client.protocol.Response;
import dev.ketch.client.protocol.Status;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The fences of those who use a client. One is still known when nobody uses it any more: a cache that is closed may be
 * opened again, and must not find there what was to be made void meanwhile. Thread-safe.
 */
final class KnownFences {
    /** In an INCREMENT: fail where there is no counter, rather than create one. */
    private static final int DO_NOT_CREATE = 0xffff_ffff;

    private static final int MAX_REQUESTS = 500;

    /** So many are known at most that nobody uses. */
    private static final int MAX_UNUSED = 10_000;

    /** With the number of those who use each. */
    private final Map<Fence, Integer> fences = new ConcurrentHashMap<>();

    void add(Fence fence) {
        fences.merge(fence, 1, Integer::sum);
    }

    void remove(Fence fence) {
        fences.computeIfPresent(fence, (known, count) -> count - 1);
        if (fences.size() > MAX_UNUSED) {
            fences.values().removeIf(count -> count == 0);
        }
    }

    /** As they are now. */
    List<Fence> all() {
        return List.copyOf(fences.keySet());
    }

    /** Raises all fences on some servers, all at once; what does not succeed now is left to the servers' journals. */
    void raiseOn(List<ConfiguredServer> servers) {
        Map<Exchange, List<Fence>> raised = new LinkedHashMap<>();
        BatchRun run = new BatchRun();
        for (ConfiguredServer server : servers) {
            List<Exchange> exchanges = new ArrayList<>();
            List<Fence> all = all();
            for (int i = 0; i < all.size(); i += MAX_REQUESTS) {
                List<Fence> some = all.subList(i, Math.min(all.size(), i + MAX_REQUESTS));
                List<Request> requests = new ArrayList<>();
                some.forEach(fence -> requests.add(Request.increment(fence.counterKey(), 1, 0, DO_NOT_CREATE)));
                Exchange exchange = new Exchange(server, requests);
                exchanges.add(exchange);
                raised.put(exchange, some);
            }
            if (!exchanges.isEmpty()) {
                run.add(server.care().transport(), exchanges);
            }
        }
        run.await();
        raised.forEach((exchange, some) -> {
            for (int i = 0; i < some.size(); i++) {
                if (!isRaised(exchange.response(i))) {
                    ((ConfiguredServer) exchange.server()).care().raise(some.get(i));
                }
            }
        });
    }

    /** Where there is no counter, everything is void anyway. */
    private static boolean isRaised(@Nullable Response response) {
        return response != null && (response.isOk() || response.status() == Status.NOT_FOUND);
    }
}
