// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.kryo;

import com.esotericsoftware.kryo.kryo5.Kryo;

/** The dates of {@code java.sql}, a module that a small runtime image may lack. */
final class SqlRegistrations {

    private SqlRegistrations() {}

    static void addTo(Kryo kryo, int firstId) {
        if (ModuleLayer.boot().findModule("java.sql").isPresent()) {
            Present.addTo(kryo, firstId);
        }
    }

    /** Apart, so that nothing of java.sql is linked where there is none. */
    private static final class Present {

        static void addTo(Kryo kryo, int firstId) {
            Registrations.add(
                    kryo,
                    java.sql.Timestamp.class,
                    firstId,
                    new Codec<java.sql.Timestamp>(
                            (k, output, time) -> {
                                output.writeLong(time.getTime());
                                output.writeVarInt(time.getNanos(), true);
                            },
                            (k, input) -> {
                                java.sql.Timestamp time = new java.sql.Timestamp(input.readLong());
                                time.setNanos(input.readVarInt(true));
                                return time;
                            }));
            Registrations.add(
                    kryo,
                    java.sql.Date.class,
                    firstId + 1,
                    new Codec<java.sql.Date>(
                            (k, output, date) -> output.writeLong(date.getTime()),
                            (k, input) -> new java.sql.Date(input.readLong())));
            Registrations.add(
                    kryo,
                    java.sql.Time.class,
                    firstId + 2,
                    new Codec<java.sql.Time>(
                            (k, output, time) -> output.writeLong(time.getTime()),
                            (k, input) -> new java.sql.Time(input.readLong())));
        }
    }
}
