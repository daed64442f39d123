// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;

/** Compressed values that a fuzzer invents, guided by coverage. It has a JVM of its own, since it instruments the code. */
@Tag("fuzz")
class DecompressFuzz {
    private static final FuzzCount COUNT = new FuzzCount("compressors");
    private static final DecompressTarget TARGET = new DecompressTarget();

    @FuzzTest(maxDuration = "60m", maxExecutions = FuzzCount.EXECUTIONS)
    void values(byte[] input) {
        COUNT.add();
        TARGET.check(input);
    }

    @AfterAll
    static void report() {
        COUNT.report();
    }
}
