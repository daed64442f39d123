// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client.net;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.ketch.client.FuzzCount;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;

/** Lines that a fuzzer invents, guided by coverage. It has a JVM of its own, since it instruments the code. */
@Tag("fuzz")
class DumpLineFuzz {
    private static final FuzzCount COUNT = new FuzzCount("lines of a dump");
    private final DumpLineTarget target = new DumpLineTarget();

    @FuzzTest(maxDuration = "60m", maxExecutions = FuzzCount.EXECUTIONS)
    void lines(byte[] input) {
        COUNT.add();
        target.check(input);
    }

    @AfterAll
    static void report() {
        COUNT.report();
    }
}
