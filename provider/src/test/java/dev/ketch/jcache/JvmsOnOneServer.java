// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ketch.client.protocol.Request;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Tests of what JVMs do on one server, which they share; each has a namespace of its own there. */
abstract class JvmsOnOneServer extends OnOneServer {
    private static final int DEADLINE_AT = 10;

    Jvms jvms;

    /** Patient, as these tests are not about servers that are slow. */
    @BeforeEach
    void openJvms() {
        jvms = new Jvms("?timeout=20s", server);
    }

    @AfterEach
    void closeJvms() {
        jvms.close();
    }

    /** Seconds that the server still keeps the item of an entry, -1 for ever. */
    long secondsLeft(String cache, Object key) {
        return TextTalk.secondsLeft(server, new String(jvms.wireKey(cache, key), StandardCharsets.US_ASCII));
    }

    /** The deadline in the header of an entry's item. */
    long deadline(String cache, Object key) {
        return ByteBuffer.wrap(jvms.item(cache, key).value()).getLong(DEADLINE_AT);
    }

    /** Has the server keep an item for so many seconds from now. */
    void keep(String cache, Object key, int seconds) {
        assertThat(jvms.send(Request.touch(jvms.wireKey(cache, key), seconds)).isOk())
                .isTrue();
    }
}
