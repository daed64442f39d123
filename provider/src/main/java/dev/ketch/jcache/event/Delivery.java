// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache.event;

import java.util.List;

/** How events come to one listener. Thread-safe. */
sealed interface Delivery<K, V> permits AsyncDelivery, SyncDelivery {
    /** Whether events wait for a thread of the listener's own. */
    boolean isQueued();

    /** Queues an event, or has the listener hear it now; does nothing once closed. */
    void bring(Occurrence<K, V> occurrence);

    /**
     * Takes nothing new. Listener and filter are closed when no call of them is under way: now, and what they throw is
     * returned; or by the thread that is within the last call. Idempotent.
     */
    List<Throwable> close();
}
