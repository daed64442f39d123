// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache.management;

import java.util.List;

/** The list of servers of a cache manager, and what an operator can do to it. */
public interface RingMXBean {
    /** The servers in the order of the list, {@code host:port} or {@code host:port:weight}, as {@link #changeServers} has it. */
    List<String> getServers();

    /** When the list was changed last; the empty string if it never was. */
    String getChanged();

    /** How often the list was changed. */
    long getChanges();

    /** The servers on which all caches are cleared for the last change, at once or when they can be reached again. */
    List<String> getClearedByLastChange();

    /**
     * Changes the list in this JVM, until it is changed again, be it by the file that lists the servers.
     *
     * @param servers as the option {@code servers} is written: {@code h1:11211,h2:11211:2}
     */
    void changeServers(String servers);

    /** Reads the file that lists the servers now; does nothing if there is none. */
    void readServerFile();
}
