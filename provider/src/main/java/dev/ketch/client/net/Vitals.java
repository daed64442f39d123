// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client.net;

/** What is seen of a server while calls are carried to it. Called by any thread; must be quick, and throw nothing. */
public interface Vitals {
    /** A connection was made and greeted. */
    void connected();

    /**
     * No connection could be made.
     *
     * @param problem a sentence that names the server
     * @param timedOut whether nothing came in time, as opposed to a refusal
     */
    void unreachable(String problem, boolean timedOut);

    /** Answers came. */
    void answered();

    /** A call ended since no answer came in time. */
    void timedOut();

    /** A connection broke, or what came on it was no answer. */
    void broken();

    /** On one connection nothing came for as long as a call may take, though answers were owed; told once a connection. */
    void silent();

    /**
     * The timer's look, every few milliseconds while something is under way.
     *
     * @param now by {@link System#nanoTime}
     * @param late how many nanoseconds later than it should be the timer is; with it, everything else in this JVM was
     */
    void tick(long now, long late);

    /** Whether the timer need not look on this server's account. */
    boolean isQuiet();

    /** For who wants to know nothing. */
    Vitals NONE = new Vitals() {
        @Override
        public void connected() {}

        @Override
        public void unreachable(String problem, boolean timedOut) {}

        @Override
        public void answered() {}

        @Override
        public void timedOut() {}

        @Override
        public void broken() {}

        @Override
        public void silent() {}

        @Override
        public void tick(long now, long late) {}

        @Override
        public boolean isQuiet() {
            return true;
        }
    };
}
