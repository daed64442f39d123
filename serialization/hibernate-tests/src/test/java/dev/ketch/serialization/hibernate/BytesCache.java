// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.hibernate;

import dev.ketch.serialization.Serializer;
import dev.ketch.serialization.Serializers;
import dev.ketch.serialization.key.KeyCodec;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A region: serialized values under canonical keys. */
final class BytesCache {

    private final String region;
    private final Capture capture;
    private final Serializer serializer = Serializers.kryo(BytesCache.class.getClassLoader());
    private final KeyCodec keys = new KeyCodec();
    private final Map<String, byte[]> items = new ConcurrentHashMap<>();

    BytesCache(String region, Capture capture) {
        this.region = region;
        this.capture = capture;
    }

    Object get(Object key) {
        byte[] bytes = items.get(nameOf(key));
        return bytes == null ? null : serializer.deserialize(bytes, 0, bytes.length);
    }

    void put(Object key, Object value) {
        byte[] bytes = serializer.serialize(value);
        capture.value(region, value, serializer.deserialize(bytes, 0, bytes.length), bytes.length);
        items.put(nameOf(key), bytes);
    }

    boolean remove(Object key) {
        return items.remove(nameOf(key)) != null;
    }

    void clear() {
        items.clear();
    }

    private String nameOf(Object key) {
        String name = HexFormat.of().formatHex(keys.encode(key));
        byte[] bytes = serializer.serialize(key);
        Object back = serializer.deserialize(bytes, 0, bytes.length);
        capture.key(region, key, back, name, HexFormat.of().formatHex(keys.encode(back)), bytes.length);
        return name;
    }
}
