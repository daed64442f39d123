// SPDX-License-Identifier: Apache-2.0
/**
 * The engine: connections that carry exchanges to one server. It knows bytes and connections, nothing of rings.
 *
 * <h2>Paths</h2>
 *
 * While few calls are under way to a server, a caller takes an idle connection and writes and reads itself ({@link
 * dev.ketch.client.net.DirectPath}): no other thread has to be woken. Beyond that, calls share one connection ({@link
 * dev.ketch.client.net.SharedPath}): they queue, one caller writes what is queued in one packet, and a reader thread hands
 * out the answers. As at most a few packets may be unanswered, packets grow with the load and system calls per operation
 * fall.
 *
 * <p>A virtual thread never touches a socket, because an interrupt closes the socket that a virtual thread reads or
 * writes, under everybody who shares it. Its calls, and those of stages and batches, are written by a writer thread.
 * Reader, writer and timer are platform threads and daemons that exist while they are needed; connections are made by
 * short-lived threads, since neither the look-up of a name nor a connect that hangs can be bounded otherwise.
 *
 * <p>One thread never both reads and writes the shared connection: if it blocked in a write while the server blocks in
 * one to us, nobody would read. A direct caller does both, but writes so little after its first request that the server
 * has read it all even while nobody reads the answers.
 *
 * <h2>No call is forgotten</h2>
 *
 * A queued call must find somebody to write it. Three things can hold a writer back: another holds the writing side, the
 * window of unanswered packets is full, or there is no connection yet. For each, the one who ends that state looks at the
 * queue <em>after</em> ending it, and the one who queues looks at the state <em>after</em> queueing. All of it is volatile,
 * hence in one order that all threads agree on: either the call was queued before the state ended, and who ended it sees
 * the call, or the state had ended before, and who queued finds the way free.
 *
 * <ul>
 *   <li>Who gives the writing side back looks again ({@code SharedPath.drain}); after a few rounds a caller leaves the
 *       rest to the writer thread.
 *   <li>Who opens the window is the reader. It does so before it ends the last call of the packet. If a platform thread
 *       waits for that call, that thread looks at the queue when it goes on ({@code ServerTransport.runShared}); if not,
 *       because the caller is virtual, gone, or there is none, the reader wakes the writer thread.
 *   <li>Who has made a connection, or failed to, wakes the writer thread or fails what is queued.
 * </ul>
 *
 * None of this holds if the one who should look dies of an error, such as a stack overflow of a caller, or if no thread
 * can be started. Therefore the timer looks at the queue too, and a caller whose stack is nearly full fails before it
 * begins anything ({@code Threads.probeStack}).
 *
 * <p>What was sent and will not be answered is found likewise: the reader says that it has ended, then ends what was sent;
 * who sends adds the calls, then looks whether the reader has ended.
 *
 * <h2>Every call ends, once</h2>
 *
 * A {@link dev.ketch.client.net.Call} is ended by whoever moves its state; only that thread touches the exchange. A call
 * that timed out keeps its place among those that were sent, so its late answer is recognised by its opaque and dropped. A
 * direct connection on which a call timed out is not used again.
 *
 * <p>Callers wait for their deadlines themselves. The timer ({@link dev.ketch.client.net.Deadlines}) ends calls that
 * nobody waits for, and half-closes the socket under a write that is past its deadline, since a socket's write knows no
 * timeout. A shared connection on which nothing at all has come for a timeout, though answers are owed, is used no more.
 * Interrupts end nothing: a caller that is interrupted goes on waiting and finds its flag set when it returns, as JCache
 * calls cannot be interrupted.
 *
 * <h2>What was sent and not answered</h2>
 *
 * A server that hangs has commands in the buffers of its sockets, and does them when it goes on, also those of connections
 * that the client has closed meanwhile: a write that timed out can so be done after a later one that went over another
 * connection. Hence a connection with unanswered writes is not closed but half-closed and read until the server closes its
 * side, which it does after the last command, or when it dies ({@link dev.ketch.client.net.Quarantine}; shared connections
 * stay with their readers, {@link dev.ketch.client.net.RetiredConnections}). Only then is it certain that none of its
 * commands will be done any more. A quarantine has an end, after which nothing is certain.
 *
 * <h2>Sessions</h2>
 *
 * A CAS means something only to the run of the server that gave it. Connections are numbered in the order in which they
 * were greeted, and a session holds the newest number at the moment before its exchange was sent, and the address that
 * answered. A connection to the same address with that number or a lower one, still alive, was accepted by a process
 * before the read and is served by that process until it dies. So that process lived, at that address, when the read was
 * served, and no other can have served it: the write meets the run that was read. This holds where an address belongs to
 * one server, and not behind a proxy that spreads connections over several.
 */
package dev.ketch.client.net;
