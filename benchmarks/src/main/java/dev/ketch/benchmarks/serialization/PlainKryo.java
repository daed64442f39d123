// SPDX-License-Identifier: Apache-2.0
package dev.ketch.benchmarks.serialization;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import com.esotericsoftware.kryo.kryo5.objenesis.strategy.StdInstantiatorStrategy;
import com.esotericsoftware.kryo.kryo5.serializers.DefaultSerializers;
import com.esotericsoftware.kryo.kryo5.util.Pool;
import dev.ketch.serialization.Serializer;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.UUID;

/** Kryo as its manual has it: a pool, references on, the classes of the JDK registered, those of applications by name. */
final class PlainKryo implements Serializer {

    private final Pool<Worker> pool = new Pool<>(true, false, 16) {
        @Override
        protected Worker create() {
            return new Worker();
        }
    };

    private static final class Worker {
        final Kryo kryo = new Kryo();
        final Output output = new Output(4096, -1);
        final Input input = new Input();

        Worker() {
            kryo.setRegistrationRequired(false);
            kryo.setReferences(true);
            kryo.setInstantiatorStrategy(new StdInstantiatorStrategy());
            kryo.register(UUID.class, new DefaultSerializers.UUIDSerializer());
            for (Class<?> type : new Class<?>[] {
                BigDecimal.class,
                BigInteger.class,
                Date.class,
                Timestamp.class,
                ArrayList.class,
                HashMap.class,
                byte[].class,
                Object[].class,
                String[].class
            }) {
                kryo.register(type);
            }
        }
    }

    @Override
    public int id() {
        return 100;
    }

    @Override
    public byte[] serialize(Object value) {
        Worker worker = pool.obtain();
        try {
            worker.output.reset();
            worker.kryo.writeClassAndObject(worker.output, value);
            return worker.output.toBytes();
        } finally {
            pool.free(worker);
        }
    }

    @Override
    public Object deserialize(byte[] bytes, int offset, int length) {
        Worker worker = pool.obtain();
        try {
            worker.input.setBuffer(bytes, offset, length);
            return worker.kryo.readClassAndObject(worker.input);
        } finally {
            pool.free(worker);
        }
    }
}
