// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client.protocol;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.ketch.client.FuzzCount;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;

/** Inputs that a fuzzer invents, guided by coverage. It has a JVM of its own, since it instruments the code. */
@Tag("fuzz")
class ResponseDecoderFuzz {
    private static final FuzzCount COUNT = new FuzzCount("response decoder");

    @FuzzTest(maxDuration = "60m", maxExecutions = FuzzCount.EXECUTIONS)
    void responses(byte[] input) {
        COUNT.add();
        DecoderTarget.check(input);
    }

    @AfterAll
    static void report() {
        COUNT.report();
    }
}
