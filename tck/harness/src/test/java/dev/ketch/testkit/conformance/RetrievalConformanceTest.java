// SPDX-License-Identifier: Apache-2.0
package dev.ketch.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetrievalConformanceTest extends ConformanceTest {
    RetrievalConformanceTest(ServerKind kind, Servers servers) throws IOException {
        super(kind, servers);
    }

    @ParameterizedTest
    @ValueSource(ints = {Op.GET, Op.GETQ, Op.GAT, Op.GATQ})
    void hitRepliesFlagsAndValue(int opcode) throws IOException {
        wire.ask(Request.store(Op.SET, key, "value", 0x89abcdef, 0));
        expect(retrieve(opcode), hex(opcode) + " 00 x=89abcdef v=value cas");
    }

    @ParameterizedTest
    @ValueSource(ints = {Op.GETK, Op.GETKQ, Op.GATK, Op.GATKQ})
    void hitOfTheKeyFormsRepeatsTheKey(int opcode) throws IOException {
        wire.ask(Request.store(Op.SET, key, "value", 7, 0));
        expect(retrieve(opcode), hex(opcode) + " 00 x=00000007 k=" + key + " v=value cas");
    }

    @ParameterizedTest
    @ValueSource(ints = {Op.GET, Op.GAT, Op.TOUCH})
    void missIsNotFound(int opcode) throws IOException {
        expect(retrieve(opcode), hex(opcode) + " 01 v=Not found");
    }

    @ParameterizedTest
    @ValueSource(ints = {Op.GETK, Op.GATK})
    void missOfTheKeyFormsRepeatsTheKeyInPlaceOfAText(int opcode) throws IOException {
        expect(retrieve(opcode), hex(opcode) + " 01 k=" + key);
    }

    @ParameterizedTest
    @ValueSource(ints = {Op.GETQ, Op.GETKQ, Op.GATQ, Op.GATKQ})
    void missOfTheQuietFormsIsSilent(int opcode) throws IOException {
        expect(retrieve(opcode));
    }

    @ParameterizedTest
    @ValueSource(ints = {Op.GET, Op.GETQ, Op.GETK, Op.GETKQ, Op.GAT, Op.GATQ, Op.GATK, Op.GATKQ, Op.TOUCH})
    void neitherReadNorTouchLooksAtOrChangesTheCas(int opcode) throws IOException {
        long cas = wire.ask(Request.set(key, "value")).cas();
        assertThat(wire.ask(retrieve(opcode).cas(WRONG_CAS)).cas()).isEqualTo(cas);
        assertThat(wire.ask(Request.get(key)).cas()).isEqualTo(cas);
    }

    @Test
    void touchRepliesFlagsWithoutTheValue() throws IOException {
        wire.ask(Request.store(Op.SET, key, "value", 7, 0));
        expect(Request.touch(Op.TOUCH, key, 0), "1c 00 x=00000007 cas");
    }

    @Test
    void emptyValueIsAHit() throws IOException {
        wire.ask(Request.set(key, ""));
        expect(Request.get(key), "00 00 x=00000000 cas");
    }

    @Test
    void anyByteIsAllowedInKeysAndValues() throws IOException {
        StringBuilder bytes = new StringBuilder();
        for (char c = 0; c < 200; c++) {
            bytes.append((char) (c + 56));
        }
        String wild = key + "\0\r\n " + bytes;
        expect(
                List.of(Request.set(wild, bytes + "\r\n\0"), Request.of(Op.GETK, wild)),
                "01 00 cas",
                "0c 00 x=00000000 k=" + wild + " v=" + bytes + "\r\n\0 cas");
    }

    @Test
    void opaqueIsRepeatedAndDataTypeAndVbucketAreIgnored() throws IOException {
        wire.ask(Request.set(key, "value"));
        byte[] frame = Request.get(key).opaque(0xcafebabe).bytes();
        frame[5] = 5;
        frame[6] = 1;
        frame[7] = 2;
        wire.send(frame);
        assertThat(wire.repliesUntilNoop()).singleElement().satisfies(reply -> {
            assertThat(reply.opaque()).isEqualTo(0xcafebabe);
            assertThat(reply.value()).isEqualTo("value");
        });
    }

    private Request retrieve(int opcode) {
        boolean touches =
                opcode == Op.TOUCH || opcode == Op.GAT || opcode == Op.GATQ || opcode == Op.GATK || opcode == Op.GATKQ;
        return touches ? Request.touch(opcode, key, 0) : Request.of(opcode, key);
    }

    private static String hex(int opcode) {
        return String.format("%02x", opcode);
    }
}
