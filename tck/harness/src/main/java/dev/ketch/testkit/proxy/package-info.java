// SPDX-License-Identifier: Apache-2.0
/**
 * A TCP proxy that spoils the traffic to one server on demand.
 *
 * <p>Each connection has two {@code Pump}s, one a direction, each with a thread that reads and a thread that writes and a
 * bounded queue between them: so a delay lets later chunks travel along, and what is held back can be released while its
 * sender is silent or gone. A pump never closes what the other one still has to deliver; the two sockets are closed when
 * both directions have ended. Locks are taken in the order proxy, pump; user code (rewriting of chunks) runs under none.
 */
@NullMarked
package dev.ketch.testkit.proxy;

import org.jspecify.annotations.NullMarked;
