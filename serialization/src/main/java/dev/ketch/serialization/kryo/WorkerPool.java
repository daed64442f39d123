// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.kryo;

import dev.ketch.serialization.pool.IdlePool;
import java.util.function.Supplier;

/** Idle workers. */
final class WorkerPool extends IdlePool<Worker> {

    WorkerPool(Supplier<Worker> maker) {
        super(maker);
    }
}
