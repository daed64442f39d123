// SPDX-License-Identifier: Apache-2.0
package dev.ketch.testkit;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A lock on a file, held against other processes and against other threads (and class loaders) of this one. */
final class FileMutex implements AutoCloseable {

    private final FileChannel channel;

    private FileMutex(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Waits for the lock.
     *
     * @throws IOException if others held it until the deadline
     */
    static FileMutex lock(Path file, Duration deadline) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean locked = false;
        try {
            long end = System.nanoTime() + deadline.toNanos();
            while (tryLock(channel) == null) {
                if (System.nanoTime() - end > 0 || Thread.currentThread().isInterrupted()) {
                    throw new IOException("lock [" + file + "] was not free within " + deadline);
                }
                // A blocking FileChannel.lock has no deadline and refuses when this JVM holds the lock elsewhere.
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            }
            locked = true;
            return new FileMutex(channel);
        } finally {
            if (!locked) {
                channel.close();
            }
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldInThisProcess) {
            return null;
        }
    }

    /** Releases the lock. The file stays: deleting it would let two waiters lock two different files. */
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
