// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.table;

import dev.ketch.serialization.Serializer;
import dev.ketch.serialization.Serializers;

/** Writes and reads all values of the table, and nothing else that a JVM could complain of. */
final class Quiet {

    private Quiet() {}

    /** Prints how many values came back. */
    public static void main(String[] arguments) throws Exception {
        Serializer serializer = Serializers.kryo(Quiet.class.getClassLoader());
        int count = 0;
        for (Case one : Cases.all()) {
            if (one.passes()) {
                byte[] bytes = serializer.serialize(one.value());
                serializer.deserialize(bytes, 0, bytes.length);
                count++;
            }
        }
        System.out.println(count);
    }
}
