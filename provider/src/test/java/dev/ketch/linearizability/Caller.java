// SPDX-License-Identifier: Apache-2.0
package dev.ketch.linearizability;

import dev.ketch.ServerUnavailableException;
import dev.ketch.UnknownOutcomeException;
import dev.ketch.linearizability.Operation.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import javax.cache.Cache;
import javax.cache.processor.EntryProcessor;
import javax.cache.processor.EntryProcessorResult;
import org.jspecify.annotations.Nullable;

/**
 * One thread's part of a round: operations of all kinds on its keys, half of them by the asynchronous forms, and what each
 * has answered. For one thread.
 */
final class Caller {
    /** What is done, as often as it stands here. */
    private static final Kind[] MIX = {
        Kind.GET,
        Kind.GET,
        Kind.GET,
        Kind.CONTAINS,
        Kind.PUT,
        Kind.PUT,
        Kind.PUT_IF_ABSENT,
        Kind.PUT_IF_ABSENT,
        Kind.PUT_IF_ABSENT,
        Kind.REPLACE,
        Kind.REPLACE_EQUAL,
        Kind.REPLACE_EQUAL,
        Kind.REPLACE_EQUAL,
        Kind.GET_AND_PUT,
        Kind.GET_AND_REPLACE,
        Kind.GET_AND_REMOVE,
        Kind.REMOVE,
        Kind.REMOVE_EQUAL,
        Kind.REMOVE_EQUAL,
        Kind.INVOKE_SWAP,
        Kind.INVOKE_SWAP,
        Kind.INVOKE_TOGGLE
    };

    private static final int ONE_CLEAR_IN = 60;

    private final String name;
    private final Cache<String, Long> cache;
    private final UnaryOperator<String> serverOf;
    private final AtomicLong values;
    private final Round round;
    private final Random random;
    private final List<Operation> history = new ArrayList<>();

    /** @param values where unique values come from */
    Caller(
            String name,
            Cache<String, Long> cache,
            UnaryOperator<String> serverOf,
            AtomicLong values,
            Round round,
            long seed) {
        this.name = name;
        this.cache = cache;
        this.serverOf = serverOf;
        this.values = values;
        this.round = round;
        this.random = new Random(seed);
    }

    /** Takes operations off the budget until it is spent. */
    void run(Budget budget) {
        while (System.nanoTime() - round.start() < 0) {
            LockSupport.parkNanos(round.start() - System.nanoTime());
        }
        while (budget.take()) {
            if (round.paceMicros() > 0) {
                LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextInt(round.paceMicros())));
            }
            if (round.clears() && random.nextInt(ONE_CLEAR_IN) == 0) {
                call(budget, "*", Kind.CLEAR, 0, 0);
                continue;
            }
            String key = round.key(random.nextInt(round.keys()));
            Kind kind = MIX[random.nextInt(MIX.length)];
            long expected = 0;
            if (kind == Kind.REPLACE_EQUAL || kind == Kind.REMOVE_EQUAL) {
                // With what was there a moment ago it may well succeed.
                Operation read = call(budget, key, Kind.GET, 0, 0);
                expected = read.outcome() == Outcome.OK && read.result() != 0 ? read.result() : values.get();
                if (!budget.take()) {
                    return;
                }
            }
            call(budget, key, kind, values.incrementAndGet(), expected);
        }
    }

    List<Operation> history() {
        return history;
    }

    private Operation call(Budget budget, String key, Kind kind, long value, long expected) {
        String server = kind == Kind.CLEAR ? "*" : serverOf.apply(key);
        Outcome outcome = Outcome.OK;
        long result = 0;
        long invoked = System.nanoTime();
        try {
            result = random.nextBoolean()
                    ? perform(cache, key, kind, value, expected)
                    : Stages.perform(cache, key, kind, value, expected);
        } catch (UnknownOutcomeException e) {
            outcome = Outcome.UNKNOWN;
        } catch (ServerUnavailableException e) {
            // A clear has been done on the other servers then.
            outcome = kind == Kind.CLEAR ? Outcome.UNKNOWN : Outcome.UNAVAILABLE;
        } catch (RuntimeException e) {
            e.printStackTrace();
            outcome = Outcome.FAILED;
        }
        long returned = System.nanoTime();
        Operation operation =
                new Operation(name, server, key, kind, value, expected, outcome, result, invoked, returned);
        history.add(operation);
        if (outcome != Outcome.OK) {
            budget.failed();
        }
        return operation;
    }

    /** Calls the cache, and returns the answer as {@link Kind} has it. */
    static long perform(Cache<String, Long> cache, String key, Kind kind, long value, long expected) {
        return switch (kind) {
            case GET -> number(cache.get(key));
            case CONTAINS -> number(cache.containsKey(key));
            case PUT -> nothing(() -> cache.put(key, value));
            case PUT_IF_ABSENT -> number(cache.putIfAbsent(key, value));
            case REPLACE -> number(cache.replace(key, value));
            case REPLACE_EQUAL -> number(cache.replace(key, expected, value));
            case GET_AND_PUT -> number(cache.getAndPut(key, value));
            case GET_AND_REPLACE -> number(cache.getAndReplace(key, value));
            case GET_AND_REMOVE -> number(cache.getAndRemove(key));
            case REMOVE -> number(cache.remove(key));
            case REMOVE_EQUAL -> number(cache.remove(key, expected));
            case INVOKE_SWAP -> number(cache.invoke(key, swap(value)));
            case INVOKE_TOGGLE -> number(cache.invoke(key, toggle(value)));
            case CLEAR -> nothing(cache::clear);
            case LOSS -> throw new IllegalArgumentException("nobody calls for a loss");
        };
    }

    /** The same by the operations on many keys, with a second key before it; for those that there are. */
    static long performInBatch(Cache<String, Long> cache, String key, Kind kind, long value) {
        Map<String, Long> both = both(key, value);
        return switch (kind) {
            case GET -> number(cache.getAll(both.keySet()).get(key));
            case PUT -> nothing(() -> cache.putAll(both));
            case INVOKE_SWAP -> number(result(cache.invokeAll(both.keySet(), swap(value)), key));
            case INVOKE_TOGGLE -> number(result(cache.invokeAll(both.keySet(), toggle(value)), key));
            default -> throw new IllegalArgumentException(kind + " has no form for many keys");
        };
    }

    static Map<String, Long> both(String key, long value) {
        Map<String, Long> both = new LinkedHashMap<>();
        both.put(key + "-other", value);
        both.put(key, value);
        return both;
    }

    static @Nullable Long result(Map<String, EntryProcessorResult<Long>> results, String key) {
        EntryProcessorResult<Long> result = results.get(key);
        return result == null ? null : result.get();
    }

    static EntryProcessor<String, Long, Long> swap(long value) {
        return (entry, arguments) -> {
            Long before = entry.getValue();
            entry.setValue(value);
            return before;
        };
    }

    static EntryProcessor<String, Long, Long> toggle(long value) {
        return (entry, arguments) -> {
            Long before = entry.getValue();
            if (before == null) {
                entry.setValue(value);
            } else {
                entry.remove();
            }
            return before;
        };
    }

    private static long nothing(Runnable action) {
        action.run();
        return 0;
    }

    static long number(@Nullable Long value) {
        return value == null ? Kind.ABSENT : value;
    }

    static long number(boolean value) {
        return value ? 1 : 0;
    }
}
