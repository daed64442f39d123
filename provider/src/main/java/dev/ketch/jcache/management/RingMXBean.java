// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache.management;

import java.util.List;

/** The list of servers of a cache manager, and what an operator can do to it. */
public interface RingMXBean {
    /** The servers, {@code host:port}, in the order of the list. */
    List<String> getServers();

    /** When the list was changed last; the empty string if it never was. */
    String getChanged();

    /** How often the list was changed. */
    long getChanges();

    /** The servers on which all caches were cleared for the last change. */
    List<String> getClearedByLastChange();

    /**
     * Changes the list in this JVM.
     *
     * @param servers as the option {@code servers} is written: {@code h1:11211,h2:11211:2}
     */
    void changeServers(String servers);

    /** Reads the file that lists the servers now, if there is one. */
    void readServerFile();
}
