// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.ketch.serialization.Serializers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;

/** Values that a fuzzer invents, guided by coverage. It has a JVM of its own, since it instruments the code. */
@Tag("fuzz")
class KryoReadFuzz {
    private static final FuzzCount COUNT = new FuzzCount("Kryo serializer");
    private static final ReadTarget TARGET = new ReadTarget(policy -> Serializers.kryo(new QuickLoader(), policy));

    @FuzzTest(maxDuration = "60m", maxExecutions = FuzzCount.EXECUTIONS)
    void values(byte[] input) {
        COUNT.add();
        TARGET.checkOpen(input);
    }

    @AfterAll
    static void report() {
        System.out.println("at most " + TARGET.mostAllocated() + " bytes allocated by one read");
        COUNT.report();
    }
}
