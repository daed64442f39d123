// SPDX-License-Identifier: Apache-2.0
package dev.ketch.testkit.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One direction of one connection: reads from one socket, applies the rule, writes to the other. */
final class Pump {

    /** A slow pump in slow motion: so many writes a second when throttled. */
    private static final int SLICES_PER_SECOND = 50;

    private static final int READ_SIZE = 16 * 1024;
    private static final int QUEUE_LIMIT = 256 * 1024;
    /** What a queued chunk costs besides its bytes, so that the limit also bounds many small ones. */
    private static final long CHUNK_OVERHEAD = 64;

    private final Direction direction;
    private final ProxiedConnection connection;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    // Guarded by lock:
    private final ArrayDeque<Chunk> queue = new ArrayDeque<>();
    private Rule rule;
    private long queuedBytes;
    private long passed;
    private long nextWriteNanos = System.nanoTime();
    private boolean sourceEnded;
    private boolean sourceReset;
    private boolean everHeld;
    /** Nobody listens at the other end any more, or is meant to: the rest is read and dropped. */
    private boolean discarding;

    private boolean closed;

    Pump(Direction direction, ProxiedConnection connection, Rule rule) {
        this.direction = direction;
        this.connection = connection;
        this.rule = rule;
        this.everHeld = rule.held();
    }

    void change(Rule.Change change) {
        lock.lock();
        try {
            rule = change.apply(rule, passed);
            everHeld |= rule.held();
            nextWriteNanos = System.nanoTime();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Wakes the threads, which then end. Their sockets are closed by the caller. */
    void close() {
        lock.lock();
        try {
            closed = true;
            queue.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The reading thread: fills the queue until the end of the stream. */
    void read(InputStream in) {
        byte[] buffer = new byte[READ_SIZE];
        boolean reset = false;
        try {
            while (awaitRoom()) {
                int count = in.read(buffer);
                if (count < 0) {
                    break;
                }
                connection.count(direction, count);
                enqueue(Arrays.copyOf(buffer, count));
            }
        } catch (IOException e) {
            reset = true;
        }
        lock.lock();
        try {
            sourceEnded = true;
            sourceReset = reset;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private boolean awaitRoom() {
        lock.lock();
        try {
            while (!closed && !discarding && (rule.stalled() || queuedBytes >= limit())) {
                changed.awaitUninterruptibly();
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    private long limit() {
        return rule.held() || rule.delayNanos() > 0 ? FaultProxy.HOLD_LIMIT : QUEUE_LIMIT;
    }

    private void enqueue(byte[] bytes) {
        lock.lock();
        try {
            if (!closed && !discarding) {
                queue.add(new Chunk(bytes, System.nanoTime()));
                queuedBytes += bytes.length + CHUNK_OVERHEAD;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** The writing thread: empties the queue as the rule has it, then passes the end of the stream on. */
    void write(OutputStream out) {
        try {
            while (true) {
                byte[] piece = next();
                if (piece == null) {
                    break;
                }
                if (!send(out, piece)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            connection.reset();
            return;
        }
        end();
    }

    private boolean send(OutputStream out, byte[] piece) {
        try {
            out.write(piece);
            return true;
        } catch (IOException receiverGone) {
            // The other pump reads of it and passes it on, after what it still has to deliver.
            discard();
            connection.ended(direction);
            return false;
        }
    }

    /** Returns the next bytes to write as soon as they may be written, or null at the end. */
    private byte @Nullable [] next() throws InterruptedException {
        while (true) {
            Chunk fresh = null;
            UnaryOperator<byte[]> rewrite;
            lock.lockInterruptibly();
            try {
                long wait;
                while ((wait = nanosToWait()) > 0) {
                    if (wait == Long.MAX_VALUE) {
                        changed.await();
                    } else {
                        long unused = changed.awaitNanos(wait);
                    }
                }
                if (closed || rule.cut() || truncated() || queue.isEmpty()) {
                    return null;
                }
                rewrite = rule.rewrite();
                if (rewrite == null || queue.element().rewritten) {
                    return slice(queue.element());
                }
                fresh = queue.element();
            } finally {
                lock.unlock();
            }
            rewrite(fresh, rewrite);
        }
    }

    /** Calls the user's function outside the lock; only this thread takes chunks from the queue. */
    private void rewrite(Chunk chunk, UnaryOperator<byte[]> function) {
        byte[] result;
        try {
            result = function.apply(chunk.bytes.clone());
        } catch (RuntimeException e) {
            System.getLogger(Pump.class.getName())
                    .log(System.Logger.Level.WARNING, "rewriting of a chunk failed; its connection is reset", e);
            connection.reset();
            return;
        }
        lock.lock();
        try {
            queuedBytes += result.length - chunk.bytes.length;
            chunk.bytes = result;
            chunk.rewritten = true;
        } finally {
            lock.unlock();
        }
    }

    /** Returns 0 if there is something to do, {@code Long.MAX_VALUE} to wait for a change. */
    private long nanosToWait() {
        if (closed || rule.cut()) {
            return 0;
        }
        if (rule.stalled() || rule.held()) {
            return Long.MAX_VALUE;
        }
        if (truncated()) {
            return 0;
        }
        Chunk head = queue.peek();
        if (head == null) {
            return sourceEnded ? 0 : Long.MAX_VALUE;
        }
        long now = System.nanoTime();
        long wait = head.arrivedNanos + rule.delayNanos() - now;
        if (rule.bytesPerSecond() > 0) {
            wait = Math.max(wait, nextWriteNanos - now);
        }
        return Math.max(wait, 0);
    }

    private boolean truncated() {
        return rule.truncateAt() != Rule.NOWHERE && passed >= rule.truncateAt();
    }

    private byte[] slice(Chunk head) {
        long length = (long) head.bytes.length - head.position;
        if (rule.bytesPerSecond() > 0) {
            length = Math.min(length, Math.max(1, rule.bytesPerSecond() / SLICES_PER_SECOND));
            nextWriteNanos = System.nanoTime() + length * 1_000_000_000L / rule.bytesPerSecond();
        }
        if (rule.truncateAt() != Rule.NOWHERE) {
            length = Math.min(length, rule.truncateAt() - passed);
        }
        int end = head.position + (int) length;
        byte[] piece = Arrays.copyOfRange(head.bytes, head.position, end);
        if (rule.corruptAt() >= passed && rule.corruptAt() < passed + length) {
            int at = (int) (rule.corruptAt() - passed);
            piece[at] = (byte) (rule.corruptTo() < 0 ? ~piece[at] : rule.corruptTo());
        }
        passed += length;
        head.position = end;
        if (end == head.bytes.length) {
            queue.remove();
            queuedBytes -= head.bytes.length + CHUNK_OVERHEAD;
            changed.signalAll();
        }
        return piece;
    }

    private void end() {
        boolean truncate;
        boolean reset;
        lock.lock();
        try {
            if (closed) {
                return;
            }
            truncate = truncated();
            // A reset overtakes data on its way, which would make a release pointless.
            reset = sourceReset && !everHeld && !rule.cut();
        } finally {
            lock.unlock();
        }
        if (truncate) {
            connection.close();
        } else if (reset) {
            connection.reset();
        } else {
            discard();
            connection.shutdown(direction);
            connection.ended(direction);
        }
    }

    private void discard() {
        lock.lock();
        try {
            discarding = true;
            queue.clear();
            queuedBytes = 0;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** What one read gave. Guarded by the pump's lock, but for the bytes, which only the writing thread changes. */
    private static final class Chunk {
        private byte[] bytes;
        private final long arrivedNanos;
        private int position;
        private boolean rewritten;

        Chunk(byte[] bytes, long arrivedNanos) {
            this.bytes = bytes;
            this.arrivedNanos = arrivedNanos;
        }
    }
}
