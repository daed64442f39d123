// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.kryo;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.util.function.UnaryOperator;

/**
 * Objects that are finished, or give way to another, once their fields are read. Only what refers to an object from within
 * its own fields sees it before, as with Java serialization.
 */
final class ResolvedSerializer extends Serializer<Object> {

    private final Serializer<Object> fields;
    private final UnaryOperator<Object> resolver;

    @SuppressWarnings("unchecked")
    ResolvedSerializer(Serializer<?> fields, UnaryOperator<Object> resolver) {
        this.fields = (Serializer<Object>) fields;
        this.resolver = resolver;
    }

    @Override
    public void write(Kryo kryo, Output output, Object value) {
        fields.write(kryo, output, value);
    }

    @Override
    public Object read(Kryo kryo, Input input, Class<?> type) {
        BoundedReferences references = (BoundedReferences) kryo.getReferenceResolver();
        // The number of this very object: Kryo took it just before it called.
        int id = references.lastReadId();
        Object raw = fields.read(kryo, input, type);
        Object resolved = resolver.apply(raw);
        if (resolved != raw) {
            references.setReadObject(id, resolved);
        }
        return resolved;
    }
}
