// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.kryo;

import com.esotericsoftware.kryo.kryo5.KryoException;
import com.esotericsoftware.kryo.kryo5.util.MapReferenceResolver;

/** References with an upper limit. */
final class BoundedReferences extends MapReferenceResolver {

    private final long limit;

    BoundedReferences(long limit) {
        this.limit = limit;
    }

    @Override
    @SuppressWarnings("rawtypes")
    public int nextReadId(Class type) {
        if (readObjects.size() >= limit) {
            throw new KryoException("more than " + limit + " objects");
        }
        return super.nextReadId(type);
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Object getReadObject(Class type, int id) {
        Object object = super.getReadObject(type, id);
        if (object == null) {
            // Better no value than one with a hole in it.
            throw new KryoException("an immutable object refers to itself");
        }
        return object;
    }
}
