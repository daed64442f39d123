// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import java.util.concurrent.atomic.AtomicLong;
import javax.cache.CacheException;

/**
 * The bytes of values that the asynchronous writes of a manager may hold together, from their call to their end.
 * Thread-safe.
 */
final class ByteBudget {
    private final long most;
    private final AtomicLong taken = new AtomicLong();

    ByteBudget(long most) {
        this.most = most;
    }

    /** Of one operation; nothing is taken yet. */
    Share share(String cache) {
        return new Share(cache);
    }

    /** What is larger than all the budget gets in when nothing else is there, as it does on the way to a server. */
    private boolean take(long bytes) {
        while (true) {
            long now = taken.get();
            if (now != 0 && now + bytes > most) {
                return false;
            }
            if (taken.compareAndSet(now, now + bytes)) {
                return true;
            }
        }
    }

    /** What one operation has taken. For one thread at a time. */
    final class Share {
        private final String cache;
        private long bytes;

        private Share(String cache) {
            this.cache = cache;
        }

        /**
         * Takes the bytes of one more value.
         *
         * @throws CacheException if there are not so many; what was taken before is given back
         */
        void take(long more) {
            if (ByteBudget.this.take(more)) {
                bytes += more;
                return;
            }
            boolean alone = bytes + more > most;
            giveBack();
            throw new CacheException("cache [" + cache + "]: "
                    + (alone
                            ? "the values of the operation have more than " + most
                                    + " bytes [maxQueuedBytes]; nothing was done. Split the map, or call putAll, which"
                                    + " goes through it by and by"
                            : "asynchronous writes that hold " + most + " bytes [maxQueuedBytes] are under way in its"
                                    + " manager already; nothing was done. Slow down"));
        }

        void giveBack() {
            taken.addAndGet(-bytes);
            bytes = 0;
        }
    }
}
