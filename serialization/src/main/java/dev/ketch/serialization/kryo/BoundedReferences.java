// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.kryo;

import com.esotericsoftware.kryo.kryo5.KryoException;
import com.esotericsoftware.kryo.kryo5.util.MapReferenceResolver;

/** References with an upper limit. */
final class BoundedReferences extends MapReferenceResolver {

    private final long limit;
    private int lastReadId;

    BoundedReferences(long limit) {
        this.limit = limit;
    }

    @Override
    public int addWrittenObject(Object object) {
        int id = super.addWrittenObject(object);
        if (id >= limit) {
            throw new KryoException("it has more than " + limit + " objects, which are not read: raise maxObjects");
        }
        return id;
    }

    @Override
    @SuppressWarnings("rawtypes")
    public int nextReadId(Class type) {
        if (readObjects.size() >= limit) {
            throw new KryoException("more than " + limit + " objects");
        }
        lastReadId = super.nextReadId(type);
        return lastReadId;
    }

    /** Returns the number of the object that was begun last. */
    int lastReadId() {
        return lastReadId;
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
