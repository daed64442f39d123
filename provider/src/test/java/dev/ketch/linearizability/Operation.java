// SPDX-License-Identifier: Apache-2.0
package dev.ketch.linearizability;

/**
 * One operation on one key, as its caller has seen it. Values are unique; see {@link Kind} for what they stand for.
 *
 * @param caller JVM and, in digits, thread
 * @param server the key's
 * @param value what it writes, where it writes; of a loss, what that put writes which brings it, or 0
 * @param expected what it compares with, where it does
 * @param result what it has answered, if it has
 * @param invoked nanoseconds
 * @param returned nanoseconds; no end of what it may do where the outcome is unknown
 */
record Operation(
        String caller,
        String server,
        String key,
        Kind kind,
        long value,
        long expected,
        Outcome outcome,
        long result,
        long invoked,
        long returned) {

    enum Outcome {
        OK,
        /** It may have happened, at any time after its beginning. */
        UNKNOWN,
        /** It has not happened. */
        UNAVAILABLE,
        /** Something that it may not end with. */
        FAILED,
        /** It may happen or not, in its interval and nowhere else. */
        OPTIONAL,
        /** As an optional one, and more than once. */
        REPEATED
    }

    /** The caller's. */
    String jvm() {
        int end = caller.length();
        while (end > 0 && Character.isDigit(caller.charAt(end - 1))) {
            end--;
        }
        return caller.substring(0, end);
    }

    /** As one line, for the other process. */
    String toLine() {
        return String.join(
                " ",
                caller,
                server,
                key,
                kind.name(),
                Long.toString(value),
                Long.toString(expected),
                outcome.name(),
                Long.toString(result),
                Long.toString(invoked),
                Long.toString(returned));
    }

    static Operation ofLine(String line) {
        String[] words = line.split(" ", -1);
        return new Operation(
                words[0],
                words[1],
                words[2],
                Kind.valueOf(words[3]),
                Long.parseLong(words[4]),
                Long.parseLong(words[5]),
                Outcome.valueOf(words[6]),
                Long.parseLong(words[7]),
                Long.parseLong(words[8]),
                Long.parseLong(words[9]));
    }

    /** Something optional on a key, within an interval. */
    static Operation optional(Kind kind, String server, String key, long from, long to) {
        return new Operation("?", server, key, kind, 0, 0, Outcome.OPTIONAL, 0, from, to);
    }

    /** For a reader, with times from an origin. */
    String describe(long origin) {
        return "%9.3f ms – %s %-6s %s(%d%s) %s"
                .formatted(
                        (invoked - origin) / 1e6,
                        outcome == Outcome.UNKNOWN ? "     open   " : "%9.3f ms".formatted((returned - origin) / 1e6),
                        caller,
                        kind,
                        value,
                        expected == 0 ? "" : ", expected " + expected,
                        outcome == Outcome.OK ? "-> " + result : outcome.name());
    }
}
