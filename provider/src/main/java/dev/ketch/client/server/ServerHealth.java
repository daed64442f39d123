// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client.server;

import dev.ketch.client.Server;
import dev.ketch.client.ServerEvent;
import dev.ketch.client.ServerState;
import dev.ketch.client.net.ServerTransport;
import dev.ketch.client.net.Vitals;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The state of one server, from what its transport sees and what operators say.
 *
 * <p>Silence is judged at the timer's next look and not when it is told: if the timer itself is late then, this JVM was
 * held up, and the silence was nobody's. Thread-safe.
 */
final class ServerHealth implements Vitals {
    /** The timer may be so late before what was seen meanwhile is not believed. */
    private static final long LATE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final double JITTER = 0.25;

    private final Server server;
    private final Policy policy;
    private final Consumer<ServerEvent> events;

    /** Silent connections in a row that were judged. */
    private final AtomicInteger silences = new AtomicInteger();

    /** Silent connections that wait to be judged. */
    private final AtomicInteger unjudged = new AtomicInteger();

    /** A connect that got no answer, waiting to be judged. */
    private volatile @Nullable String unjudgedConnect;

    private final LongAdder timeouts = new LongAdder();
    private final LongAdder errors = new LongAdder();

    private final ReentrantLock lock = new ReentrantLock();

    /** Written under lock. */
    private volatile ServerState state = ServerState.NEW;

    /** Set once, before anything else. */
    private volatile @Nullable ServerTransport transport;

    // Guarded by lock.
    private Instant since = Instant.now();
    private String reason;
    private boolean probing;
    private long nextProbe;
    private long pause;
    private @Nullable Runnable repair;
    private Runnable returning = () -> {};

    /** Until then nothing is believed, since this JVM was held up. Belongs to the timer's thread. */
    private long disbelieveUntil = System.nanoTime();

    /**
     * How a server is judged.
     *
     * @param timeout how long a call may take
     * @param silences so many silent connections in a row take a server down
     * @param firstPause between the first two probes; each further pause is twice as long
     * @param longestPause between probes
     */
    record Policy(Duration timeout, int silences, Duration firstPause, Duration longestPause) {}

    /** @param events told of every transition, in order and under a lock: must only take note */
    ServerHealth(Server server, Policy policy, Consumer<ServerEvent> events) {
        this.server = server;
        this.policy = policy;
        this.events = events;
        this.reason = name() + "was not asked anything yet";
    }

    /**
     * Called once, before anything else.
     *
     * @param beforeReturn what is to be done before calls are admitted again, without the lock
     * @param startRepair called when the server needs repairing
     */
    void govern(ServerTransport governed, Runnable beforeReturn, Runnable startRepair) {
        lock.lock();
        try {
            transport = governed;
            returning = beforeReturn;
            repair = startRepair;
        } finally {
            lock.unlock();
        }
    }

    private String name() {
        return "server [" + server.name() + "] ";
    }

    ServerState state() {
        return state;
    }

    Instant since() {
        lock.lock();
        try {
            return since;
        } finally {
            lock.unlock();
        }
    }

    String reason() {
        lock.lock();
        try {
            return reason;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void connected() {
        unjudgedConnect = null;
        if (state == ServerState.NEW) {
            moveIf(ServerState.NEW, ServerState.UP, name() + "answers");
        }
    }

    @Override
    public void unreachable(String problem, boolean timedOut) {
        errors.increment();
        if (timedOut) {
            unjudgedConnect = problem;
            ServerTransport governed = transport;
            if (governed != null) {
                // The timer may be asleep, since a connect alone is nothing that it looks at.
                governed.watch();
            }
        } else {
            fail(problem);
        }
    }

    @Override
    public void answered() {
        if (silences.get() != 0) {
            silences.set(0);
        }
        if (unjudged.get() != 0) {
            unjudged.set(0);
        }
    }

    @Override
    public void timedOut() {
        timeouts.increment();
    }

    @Override
    public void broken() {
        errors.increment();
    }

    long timeouts() {
        return timeouts.sum();
    }

    long errors() {
        return errors.sum();
    }

    @Override
    public void silent() {
        unjudged.incrementAndGet();
    }

    @Override
    public void tick(long now, long late) {
        judge(now, late);
        if (state == ServerState.DOWN) {
            probe(now);
        }
    }

    private void judge(long now, long late) {
        if (late > Math.min(LATE_NANOS, policy.timeout().toNanos() / 2)) {
            // What was begun before may be told only after this look.
            disbelieveUntil = now + policy.timeout().toNanos();
        }
        int silent = unjudged.getAndSet(0);
        String connect = unjudgedConnect;
        unjudgedConnect = null;
        if (now - disbelieveUntil < 0) {
            return;
        }
        if (connect != null) {
            fail(connect);
        } else if (silent > 0 && silences.addAndGet(silent) >= policy.silences()) {
            fail(name() + "did not answer within " + policy.timeout().toMillis() + " ms, " + policy.silences()
                    + " times in a row");
        }
    }

    private void fail(String problem) {
        lock.lock();
        try {
            if (state.admitsCalls()) {
                silences.set(0);
                boolean again =
                        pause != 0 && Duration.between(since, Instant.now()).compareTo(policy.longestPause()) < 0;
                // A server that greets and then hangs is not to come and go all the time.
                pause = again
                        ? Math.min(pause * 2, policy.longestPause().toNanos())
                        : policy.firstPause().toNanos();
                nextProbe = System.nanoTime() + jittered(pause);
                move(ServerState.DOWN, problem);
            }
        } finally {
            lock.unlock();
        }
    }

    private void probe(long now) {
        ServerTransport target;
        lock.lock();
        try {
            target = transport;
            if (state != ServerState.DOWN || probing || now - nextProbe < 0 || target == null) {
                return;
            }
            probing = true;
        } finally {
            lock.unlock();
        }
        target.probe(this::probed);
    }

    /** @param problem what went wrong, or {@code null} if the server answered */
    private void probed(@Nullable String problem) {
        if (problem == null) {
            returning().run();
        }
        lock.lock();
        try {
            probing = false;
            if (problem != null) {
                pause = Math.min(pause * 2, policy.longestPause().toNanos());
                nextProbe = System.nanoTime() + jittered(pause);
                reason = problem;
            } else if (state == ServerState.DOWN) {
                move(ServerState.REPAIRING, name() + "answers again");
            }
        } finally {
            lock.unlock();
        }
    }

    private Runnable returning() {
        lock.lock();
        try {
            return returning;
        } finally {
            lock.unlock();
        }
    }

    private static long jittered(long nanos) {
        return (long) (nanos * (1 + ThreadLocalRandom.current().nextDouble(-JITTER, JITTER)));
    }

    /** An operator takes the server out of use. */
    void markOffline() {
        lock.lock();
        try {
            if (state != ServerState.OFFLINE && state != ServerState.REMOVED) {
                move(ServerState.OFFLINE, name() + "was marked offline");
            }
        } finally {
            lock.unlock();
        }
    }

    /** An operator gives the server back: it is used as soon as it answers a probe. */
    void markOnline() {
        lock.lock();
        try {
            if (state == ServerState.OFFLINE) {
                pause = policy.firstPause().toNanos();
                nextProbe = System.nanoTime();
                move(ServerState.DOWN, name() + "was marked online and is probed");
            }
        } finally {
            lock.unlock();
        }
    }

    /** The server is not on the list any more, and nobody chooses it any more. */
    void remove() {
        lock.lock();
        try {
            if (state != ServerState.REMOVED) {
                move(ServerState.REMOVED, name() + "was removed from the list of servers");
            }
        } finally {
            lock.unlock();
        }
    }

    /** Nothing is left to be repaired; called in one step with finding that. Does nothing in any other state. */
    boolean repaired() {
        return moveIf(ServerState.REPAIRING, ServerState.UP, name() + "is up again, and nothing is left to repair");
    }

    private boolean moveIf(ServerState from, ServerState to, String why) {
        lock.lock();
        try {
            if (state != from) {
                return false;
            }
            move(to, why);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Guarded by lock. */
    private void move(ServerState to, String why) {
        ServerState from = state;
        since = Instant.now();
        reason = why;
        ServerTransport governed = transport;
        try {
            if (to.admitsCalls()) {
                if (governed != null && !from.admitsCalls()) {
                    governed.resume();
                }
                state = to;
            } else {
                // First, so that the timer calls for probes whatever fails below.
                state = to;
                if (governed != null) {
                    governed.suspend(name() + "was not asked: it is " + to + " since " + since + " (" + why + ")");
                    governed.watch();
                }
            }
            Runnable repairing = repair;
            if (to == ServerState.REPAIRING && repairing != null) {
                repairing.run();
            }
        } finally {
            events.accept(new ServerEvent(server, from, to, why, since));
        }
    }

    @Override
    public boolean isQuiet() {
        return state != ServerState.DOWN && unjudged.get() == 0 && unjudgedConnect == null;
    }
}
