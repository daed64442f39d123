// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache.store;

import dev.ketch.ServerUnavailableException;
import dev.ketch.UnknownOutcomeException;
import dev.ketch.client.Exchange;
import dev.ketch.client.Server;
import dev.ketch.client.protocol.Request;
import dev.ketch.client.protocol.Response;
import dev.ketch.client.protocol.Status;
import dev.ketch.jcache.attempt.FirstFailure;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;

/** Makes exceptions of what went wrong between the cache and its servers. Immutable. */
public final class Failures {
    private final String cache;

    public Failures(String cache) {
        this.cache = cache;
    }

    /** Returns if the exchange was answered, or its session was lost, which is for the caller to handle. */
    void check(Exchange exchange) {
        CacheException failure = of(exchange);
        if (failure != null) {
            throw failure;
        }
    }

    /** The answer to a request that is always answered. */
    Response answer(Exchange exchange, int index) {
        Response response = exchange.response(index);
        if (response == null) {
            throw leftOut(exchange.server());
        }
        return response;
    }

    /** Throws if any exchange failed; further failures are suppressed exceptions of the first. */
    void checkAll(Collection<Exchange> exchanges) {
        FirstFailure first = new FirstFailure();
        for (Exchange exchange : exchanges) {
            CacheException failure = of(exchange);
            if (failure != null) {
                first.add(failure);
            }
        }
        first.rethrow();
    }

    /** What is wrong with an exchange, or {@code null}. */
    @Nullable
    CacheException of(Exchange exchange) {
        String server = exchange.server().name();
        String problem = exchange.problem().isEmpty() ? "server [" + server + "] failed" : exchange.problem();
        return switch (exchange.outcome()) {
            case ANSWERED, SESSION_LOST -> null;
            case DISCONNECTED -> new ServerUnavailableException(cache, List.of(server), problem + ". Nothing was sent");
            case OVERLOADED -> new OverloadedException(cache, server, problem);
            case UNKNOWN ->
                Request.areReads(exchange.requests())
                        ? new ServerUnavailableException(
                                cache, List.of(server), problem + ". No value was changed: it was only to be read from")
                        : new UnknownOutcomeException(cache, server, problem);
        };
    }

    /** A server's refusal to store an item. */
    CacheException refusedStore(Slot slot, Response response) {
        String what = "cache [" + cache + "]: server [" + slot.server().name() + "] did not store key ["
                + slot.keyName() + "]: ";
        return new CacheException(
                switch (response.status()) {
                    case TOO_LARGE ->
                        what + "the item is larger than its item_size_max; raise it with -I, or store"
                                + " less. The old entry is gone";
                    case OUT_OF_MEMORY ->
                        what + "it is out of memory and was started with -M; give it more memory, or"
                                + " let it evict. The old entry is gone";
                    default -> what + answer(response);
                });
    }

    CacheException unexpected(Server server, Response response) {
        return new CacheException("cache [" + cache + "]: server [" + server.name() + "] answered " + answer(response));
    }

    /** A put met a generation that it did not know of, and the second half of it, the writing anew, was not done. */
    CacheException halfDone(Server server, Slot slot, ServerUnavailableException why) {
        CacheException failure = new UnknownOutcomeException(
                cache,
                server.name(),
                "the cache was cleared there before; key [" + slot.keyName()
                        + "] has lost what it had since, and the new value was not written: " + why.getMessage());
        failure.initCause(why);
        return failure;
    }

    /** A change was made after the cache had been cleared, counts, and could not be taken back. */
    CacheException notUndone(Server server, Slot slot, CacheException why) {
        CacheException failure = new UnknownOutcomeException(
                cache,
                server.name(),
                "the cache was cleared there while key [" + slot.keyName()
                        + "] was being changed, and the change could not be taken back: " + why.getMessage());
        failure.initCause(why);
        return failure;
    }

    /** Of several clears since the generation was last seen, one or more came after a creation, and perhaps one before. */
    CacheException clearedTwice(Server server, Slot slot) {
        return new UnknownOutcomeException(
                cache,
                server.name(),
                "the cache was cleared more than once meanwhile, and key [" + slot.keyName()
                        + "] was created before the last time, or not at all");
    }

    /** An answer that the protocol owes has not come, although the exchange ended well. */
    CacheException leftOut(Server server) {
        return new CacheException("cache [" + cache + "]: server [" + server.name() + "] left out an answer");
    }

    CacheException noCounter(Server server, Response response) {
        return new ServerUnavailableException(
                cache,
                List.of(server.name()),
                "server [" + server.name() + "] cannot keep the cache's generation counter: " + answer(response)
                        + ". If it was started with -M, give it more memory or let it evict");
    }

    CacheException doubtful(Slot slot) {
        String server = slot.server().name();
        return new ServerUnavailableException(
                cache,
                List.of(server),
                "key [" + slot.keyName() + "] on server [" + server + "] waits to be repaired, since a write of it was"
                        + " dropped or went unanswered. Nothing was changed; try again");
    }

    CacheException casDisabled(Server server) {
        return new CacheException("cache [" + cache + "]: server [" + server.name()
                + "] was started with -C and gives items no CAS, so that nothing conditional is possible; start it"
                + " without -C");
    }

    /** Whoever asks for all entries would get those of everybody. */
    UnsupportedOperationException boundless() {
        return new UnsupportedOperationException(
                "cache [" + cache + "] has plain keys and no prefix, so that nobody can"
                        + " tell which items on the servers are its own: it can be neither walked through nor emptied nor"
                        + " destroyed, only closed. Give it a keyPrefix, or let rawKeys be prefixed");
    }

    CacheException oversize(Slot slot, long size, long limit) {
        return new CacheException("cache [" + cache + "]: the item of key [" + slot.keyName() + "] takes " + size
                + " bytes, server [" + slot.server().name() + "] accepts " + limit
                + " at most; nothing was stored. Store less, or start memcached with a larger -I");
    }

    CacheException contended(Slot slot, long millis) {
        return new CacheException("cache [" + cache + "]: key [" + slot.keyName() + "] on server ["
                + slot.server().name()
                + "] was changed by others, or by the operation's own entry processor, whenever it tried to, for "
                + millis
                + " ms; nothing was done. Spread the load over more keys");
    }

    /** The same of what is written whatever is there, and was, but never under the generation that held. */
    CacheException clearedAlways(Slot slot, long millis) {
        return new CacheException("cache [" + cache + "]: it was cleared on server ["
                + slot.server().name() + "] whenever key [" + slot.keyName() + "] was put, for " + millis
                + " ms; the key has no value now. Who clears it all the time?");
    }

    CacheException contendedGeneration(Server server) {
        return new CacheException("cache [" + cache + "]: the generation counter on server [" + server.name()
                + "] keeps changing; is the cache cleared all the time?");
    }

    CacheException unserializable(String what, Throwable cause) {
        return new CacheException("cache [" + cache + "]: " + what + ": " + cause.getMessage(), cause);
    }

    private static String answer(Response response) {
        String text = new String(response.value(), StandardCharsets.ISO_8859_1);
        return response.status()
                + (response.status() == Status.OTHER ? " " + response.statusCode() : "")
                + (text.isEmpty() || response.isOk() ? "" : " \"" + text + "\"");
    }
}
