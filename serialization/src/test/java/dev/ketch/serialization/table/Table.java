// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.table;

import dev.ketch.serialization.Serializer;
import dev.ketch.serialization.Serializers;
import java.util.ArrayList;
import java.util.List;

/** Runs the table and prints it; also in JVMs of its own. */
final class Table {

    private Table() {}

    /** Prints one line for each case: name, a tab, the outcome. */
    public static void main(String[] arguments) throws Exception {
        run().forEach(System.out::println);
    }

    static List<String> run() throws Exception {
        Serializer serializer = Serializers.kryo(Table.class.getClassLoader());
        List<String> lines = new ArrayList<>();
        for (Case one : Cases.all()) {
            lines.add(one.name() + "\t" + one.run(serializer).replace('\n', ' '));
        }
        return lines;
    }

    /** Returns the lines of a table in which all is as expected. */
    static List<String> expected() throws Exception {
        return Cases.all().stream().map(c -> c.name() + "\t" + c.expected()).toList();
    }
}
