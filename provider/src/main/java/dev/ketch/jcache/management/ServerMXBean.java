// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache.management;

/** A memcached server as the caches of one manager see it, for operators. */
public interface ServerMXBean {
    /** The name as configured. */
    String getName();

    /** NEW, UP, DOWN, REPAIRING or OFFLINE. */
    String getState();

    /** Since when, in ISO 8601. */
    String getSince();

    /** Why, or what the last probe has found. */
    String getReason();

    /** Calls under way. */
    int getUnderWay();

    /** Bytes of the requests that wait or are under way. */
    long getQueuedBytes();

    /** Connections that are only kept until the server has done what they brought. */
    int getQuarantined();

    /** Calls that ended since no answer came in time, so far. */
    long getTimeouts();

    /** Connections that broke or could not be made, so far. */
    long getErrors();

    /** Keys that are to be deleted there, and caches that are to be emptied. */
    int getJournalSize();

    /** Writes that were dropped, so far. */
    long getDropped();

    /** Keys deleted by repairs, so far. */
    long getKeysDeleted();

    /** Caches emptied there by repairs, so far. */
    long getCachesCleared();

    /** Takes the server out of use. It keeps its place on the ring. */
    void markOffline();

    /** Gives the server back; it is used as soon as it answers. */
    void markOnline();

    /** Empties all caches of the manager on this server. */
    void clear();

    /** Looks at once whether something can be made up for. */
    void repair();
}
