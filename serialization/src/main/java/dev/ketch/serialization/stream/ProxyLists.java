// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.stream;

import java.io.StreamCorruptedException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * The lists of interfaces that proxies read by one serializer have. Each list in each order makes a class, which stays as
 * long as its loader, so bytes must not be able to make any number of them. Thread-safe.
 */
public final class ProxyLists {

    /** How many there may be. */
    public static final int MOST = 256;

    private static final int LONGEST = 64;

    /** Concurrent; never more than {@link #MOST}. */
    private final Set<List<Class<?>>> known = ConcurrentHashMap.newKeySet();

    private final Semaphore left = new Semaphore(MOST);

    void admit(Class<?>[] interfaces) throws StreamCorruptedException {
        if (interfaces.length > LONGEST) {
            throw new StreamCorruptedException(
                    "a proxy of " + interfaces.length + " interfaces, the limit is " + LONGEST);
        }
        List<Class<?>> list = List.of(interfaces);
        if (known.contains(list)) {
            return;
        }
        if (!left.tryAcquire()) {
            throw new StreamCorruptedException(
                    "proxies of more than " + MOST + " different lists of interfaces were read: no more are");
        }
        if (!known.add(list)) {
            left.release();
        }
    }
}
