// SPDX-License-Identifier: Apache-2.0
/**
 * What every operation of a cache costs: how often it goes to the servers, with how many packets, and which commands the
 * servers then have done. {@link dev.ketch.roundtrip.Rows} says it, {@link dev.ketch.roundtrip.RoundTripTest} measures it
 * and prints it, and the table of the README is the same, word for word.
 *
 * <p>Packets are what proxies before two servers read. A round trip is what is sent before anything of it is answered:
 * the proxies keep the answers until all packets of the round trip have come, so a packet that waits for the answer to
 * another of the same round trip fails its row, and what is sent after an answer is counted as the next round trip.
 * Commands are what the servers' {@code stats} have counted, asked for on connections of their own; {@code NOOP} is none
 * of them. A connection that has rested for seconds is asked with a {@code NOOP} of its own first whether it is still
 * alive; that, and the greeting of new connections, is no operation's cost.
 */
@NullMarked
package dev.ketch.roundtrip;

import org.jspecify.annotations.NullMarked;
