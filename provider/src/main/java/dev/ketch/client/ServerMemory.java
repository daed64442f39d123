// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client;

/** What a client knows of its servers, and remembers of writes that did not get there. Thread-safe. */
public interface ServerMemory {
    /** What is known of a server; it is not asked. */
    ServerStatus status(Server server);

    /** Its state alone, for who asks often. */
    ServerState state(Server server);

    /**
     * Whether what a server has for a key may be older than what this JVM has written, since that was dropped or went
     * unanswered, and is not made up for yet. Who asks before it reads, and then takes what it finds for absent, never sees
     * anything older than its own writes. Costs next to nothing where all is well.
     */
    boolean isDoubtful(Server server, byte[] key, Fence fence);

    /** Remembers that a write was dropped: the key will be deleted at the server as soon as that takes commands. */
    void dropped(Server server, byte[] key, Fence fence);

    /** How many writes were remembered for a server so far, since they were dropped or went unanswered. */
    long losses(Server server);

    /** Has a fence raised at a server as soon as that takes commands. */
    void raise(Server server, Fence fence);

    /** Makes a fence known, which is raised where everything on a server has to be made void. */
    void protect(Fence fence);

    /** Ends what {@link #protect} began; where everything has to be made void, so is what such a fence is for. */
    void release(Fence fence);
}
