// SPDX-License-Identifier: Apache-2.0
package dev.ketch.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StorageConformanceTest extends ConformanceTest {
    private static final String EXISTS = " 02 v=Data exists for key.";
    private static final String NOT_FOUND = " 01 v=Not found";

    StorageConformanceTest(ServerKind kind, Servers servers) throws IOException {
        super(kind, servers);
    }

    @ParameterizedTest
    @ValueSource(ints = {Op.SET, Op.ADD})
    void newKeyIsStoredAndItsCasReplied(int opcode) throws IOException {
        long cas = wire.ask(Request.store(opcode, key, "value")).cas();
        assertThat(cas).isPositive();
        assertThat(wire.ask(Request.get(key)).cas()).isEqualTo(cas);
        expectValue("value");
    }

    @ParameterizedTest
    @ValueSource(ints = {Op.SET, Op.REPLACE})
    void oldKeyIsOverwrittenUnderAGreaterCas(int opcode) throws IOException {
        long cas = wire.ask(Request.set(key, "old")).cas();
        assertThat(wire.ask(Request.store(opcode, key, "new")).cas()).isGreaterThan(cas);
        expectValue("new");
    }

    @ParameterizedTest
    @ValueSource(ints = {Op.SETQ, Op.ADDQ})
    void quietStoreOfANewKeyIsSilent(int opcode) throws IOException {
        expect(Request.store(opcode, key, "value"));
        expectValue("value");
    }

    @ParameterizedTest
    @ValueSource(ints = {Op.SETQ, Op.REPLACEQ})
    void quietStoreOfAnOldKeyIsSilent(int opcode) throws IOException {
        wire.ask(Request.set(key, "old"));
        expect(Request.store(opcode, key, "new"));
        expectValue("new");
    }

    @ParameterizedTest
    @ValueSource(ints = {Op.ADD, Op.ADDQ})
    void addOfAnOldKeyIsRefused(int opcode) throws IOException {
        wire.ask(Request.set(key, "old"));
        expect(Request.store(opcode, key, "new"), hex(opcode) + EXISTS);
        expectValue("old");
    }

    @ParameterizedTest
    @ValueSource(ints = {Op.REPLACE, Op.REPLACEQ})
    void replaceOfANewKeyIsRefused(int opcode) throws IOException {
        expect(Request.store(opcode, key, "new"), hex(opcode) + NOT_FOUND);
        expectMissing();
    }

    @ParameterizedTest
    @ValueSource(ints = {Op.SET, Op.SETQ, Op.ADD, Op.ADDQ, Op.REPLACE, Op.REPLACEQ})
    void everyStoreWithTheRightCasOverwrites(int opcode) throws IOException {
        long cas = wire.ask(Request.set(key, "old")).cas();
        List<Reply> replies = wire.exchange(Request.store(opcode, key, "new").cas(cas));
        assertThat(replies).allSatisfy(reply -> assertThat(reply.cas()).isGreaterThan(cas));
        assertThat(replies).hasSize(opcode < Op.SETQ ? 1 : 0);
        expectValue("new");
    }

    @ParameterizedTest
    @ValueSource(ints = {Op.SET, Op.SETQ, Op.ADD, Op.ADDQ, Op.REPLACE, Op.REPLACEQ})
    void everyStoreWithAWrongCasIsRefused(int opcode) throws IOException {
        wire.ask(Request.set(key, "old"));
        expect(Request.store(opcode, key, "new").cas(WRONG_CAS), hex(opcode) + EXISTS);
        expectValue("old");
    }

    @ParameterizedTest
    @ValueSource(ints = {Op.SET, Op.SETQ, Op.ADD, Op.ADDQ, Op.REPLACE, Op.REPLACEQ})
    void noStoreWithACasCreates(int opcode) throws IOException {
        expect(Request.store(opcode, key, "new").cas(WRONG_CAS), hex(opcode) + NOT_FOUND);
        expectMissing();
    }

    @Test
    void casIsOneSequenceForAllKeys() throws IOException {
        long first = wire.ask(Request.set(key, "value")).cas();
        assertThat(wire.ask(Request.set(key + "b", "value")).cas()).isEqualTo(first + 1);
        assertThat(wire.ask(Request.count(Op.INCR, key + "c", 1, 1, 0)).cas()).isEqualTo(first + 2);
        assertThat(wire.exchange(Request.store(Op.SETQ, key, "x"))).isEmpty();
        assertThat(wire.ask(Request.set(key, "value")).cas()).isEqualTo(first + 4);
    }

    @ParameterizedTest
    @CsvSource({"14,old+new", "15,new+old", "25,old+new", "26,new+old"})
    void joinKeepsFlagsAndTakesANewCas(int opcode, String joined) throws IOException {
        long cas = wire.ask(Request.store(Op.SET, key, "old", 7, 0)).cas();
        String part = joined.startsWith("old") ? "+new" : "new+";
        List<Reply> replies = wire.exchange(Request.of(opcode, key).value(part));
        assertThat(replies).hasSize(opcode < Op.APPENDQ ? 1 : 0);
        Reply reply = wire.ask(Request.get(key));
        assertThat(reply.value()).isEqualTo(joined);
        assertThat(reply.extras()).isEqualTo("00000007");
        assertThat(reply.cas()).isGreaterThan(cas);
        assertThat(replies).allSatisfy(each -> assertThat(each.cas()).isEqualTo(reply.cas()));
    }

    @ParameterizedTest
    @ValueSource(ints = {Op.APPEND, Op.APPENDQ, Op.PREPEND, Op.PREPENDQ})
    void joinToNothingIsNotStored(int opcode) throws IOException {
        expect(Request.of(opcode, key).value("x"), hex(opcode) + " 05 v=Not stored.");
        expect(Request.of(opcode, key).value("x").cas(WRONG_CAS), hex(opcode) + " 05 v=Not stored.");
        expectMissing();
    }

    @ParameterizedTest
    @ValueSource(ints = {Op.APPEND, Op.APPENDQ, Op.PREPEND, Op.PREPENDQ})
    void joinHonoursTheCas(int opcode) throws IOException {
        long cas = wire.ask(Request.set(key, "old")).cas();
        expect(Request.of(opcode, key).value("x").cas(WRONG_CAS), hex(opcode) + EXISTS);
        expectValue("old");
        wire.exchange(Request.of(opcode, key).value("x").cas(cas));
        assertThat(wire.ask(Request.get(key)).value()).hasSize(4);
    }

    @Test
    void joinOfNothingTakesANewCas() throws IOException {
        long cas = wire.ask(Request.set(key, "old")).cas();
        assertThat(wire.ask(Request.of(Op.APPEND, key)).cas()).isEqualTo(cas + 1);
        expectValue("old");
    }

    @Test
    void deleteRepliesNoCas() throws IOException {
        wire.ask(Request.set(key, "value"));
        expect(Request.delete(key), "04 00");
        expectMissing();
    }

    @Test
    void quietDeleteIsSilent() throws IOException {
        wire.ask(Request.set(key, "value"));
        expect(Request.of(Op.DELETEQ, key));
        expectMissing();
    }

    @ParameterizedTest
    @ValueSource(ints = {Op.DELETE, Op.DELETEQ})
    void deleteOfNothingIsNotFoundWhateverTheCas(int opcode) throws IOException {
        expect(Request.of(opcode, key), hex(opcode) + NOT_FOUND);
        expect(Request.of(opcode, key).cas(WRONG_CAS), hex(opcode) + NOT_FOUND);
    }

    @ParameterizedTest
    @ValueSource(ints = {Op.DELETE, Op.DELETEQ})
    void deleteHonoursTheCas(int opcode) throws IOException {
        long cas = wire.ask(Request.set(key, "value")).cas();
        expect(Request.of(opcode, key).cas(WRONG_CAS), hex(opcode) + EXISTS);
        expectValue("value");
        wire.exchange(Request.of(opcode, key).cas(cas));
        expectMissing();
    }

    private static String hex(int opcode) {
        return String.format("%02x", opcode);
    }
}
