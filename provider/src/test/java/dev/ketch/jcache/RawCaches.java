// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ketch.KetchConfiguration;
import dev.ketch.RawKeys;
import dev.ketch.client.protocol.Opcode;
import dev.ketch.client.protocol.Request;
import dev.ketch.client.protocol.Response;

/** Caches whose values are the whole items. */
abstract class RawCaches extends JvmsOnOneServer {
    <V> KetchConfiguration<String, V> raw(String serializer, RawKeys keys) {
        return new KetchConfiguration<String, V>()
                .setSerializer(serializer)
                .setRawKeys(keys)
                .setKeyPrefix(keys == RawKeys.PLAIN ? jvms.namespace + "/" : null);
    }

    JCache<String, String> strings(RawKeys keys) {
        return jvms.open("c", raw("string", keys));
    }

    void plant(String wireKey, int flags, String value) {
        Response stored = jvms.send(Request.store(
                Opcode.SET, wireKey.getBytes(US_ASCII), flags, 0, value.getBytes(US_ASCII), new byte[0], 0));
        assertThat(stored.isOk()).isTrue();
    }

    Response item(String wireKey) {
        return jvms.send(Request.get(wireKey.getBytes(US_ASCII)));
    }
}
