// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.kryo;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.KryoException;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;

/** The numbers and forms of {@link FrameworkClasses}; the numbers are part of the stored format. */
final class FrameworkRegistrations {

    private static final int NULL_VALUE = 70;
    private static final int SIMPLE_KEY = 71;
    private static final int QUERY_KEY = 72;

    private FrameworkRegistrations() {}

    static void addTo(KetchKryo kryo, FrameworkClasses classes) {
        classes.nullValue()
                .ifPresent(nullValue -> add(
                        kryo,
                        nullValue.type(),
                        NULL_VALUE,
                        new Codec<Object>((k, output, value) -> {}, (k, input) -> nullValue.instance())));
        classes.simpleKey().ifPresent(simpleKey -> add(kryo, simpleKey.type(), SIMPLE_KEY, new SimpleKeys(simpleKey)));
        classes.queryKey().ifPresent(queryKey -> {
            Serializer<?> fields = new Checked(kryo.getDefaultSerializer(queryKey.type()), kryo, queryKey.type());
            add(kryo, queryKey.type(), QUERY_KEY, new ResolvedSerializer(fields, key -> withHash(queryKey, key)));
        });
    }

    /** A class that has a number is not named, and so not checked by name. */
    private static void add(KetchKryo kryo, Class<?> type, int id, Serializer<?> serializer) {
        Registrations.add(kryo, type, id, serializer);
        kryo.refuse(kryo.getClassResolver().getRegistration(type));
    }

    private static Object withHash(FrameworkClasses.QueryKey queryKey, Object key) {
        try {
            queryKey.hash().setInt(key, (int) queryKey.computeHash().invoke(key));
            return key;
        } catch (InvocationTargetException e) {
            throw new KryoException("hash of a query key: " + e.getCause(), e.getCause());
        } catch (IllegalAccessException e) {
            throw new KryoException("hash of a query key: " + e, e);
        }
    }

    private static final class SimpleKeys extends Serializer<Object> {

        private final FrameworkClasses.SimpleKey simpleKey;

        SimpleKeys(FrameworkClasses.SimpleKey simpleKey) {
            this.simpleKey = simpleKey;
        }

        @Override
        public void write(Kryo kryo, Output output, Object key) {
            try {
                Elements.write(kryo, output, Arrays.asList((Object[])
                        simpleKey.parameters().get(key)));
            } catch (IllegalAccessException e) {
                throw new KryoException(e.toString(), e);
            }
        }

        @Override
        public Object read(Kryo kryo, Input input, Class<?> type) {
            Elements elements = Elements.begin(kryo, input);
            Object[] parameters = new Object[elements.count()];
            for (int i = 0; i < parameters.length; i++) {
                parameters[i] = elements.next();
            }
            if (parameters.length == 0) {
                return simpleKey.empty();
            }
            try {
                return simpleKey.constructor().newInstance((Object) parameters);
            } catch (ReflectiveOperationException e) {
                throw new KryoException(e.toString(), e);
            }
        }
    }

    /** A class that has a number is not named, and so not checked; here it is. */
    private static final class Checked extends Serializer<Object> {

        private final Serializer<Object> fields;
        private final KetchKryo kryo;
        private final Class<?> type;

        @SuppressWarnings("unchecked")
        Checked(Serializer<?> fields, KetchKryo kryo, Class<?> type) {
            this.fields = (Serializer<Object>) fields;
            this.kryo = kryo;
            this.type = type;
        }

        @Override
        public void write(Kryo ignored, Output output, Object value) {
            output.writeInt(fingerprint(), false);
            fields.write(kryo, output, value);
        }

        @Override
        public Object read(Kryo ignored, Input input, Class<?> asked) {
            if (input.readInt(false) != fingerprint()) {
                throw new KryoException("class [" + type.getName() + "] had other fields when the value was written");
            }
            return fields.read(kryo, input, type);
        }

        private int fingerprint() {
            return ((PolicyClassResolver) kryo.getClassResolver()).fingerprintOf(type);
        }
    }
}
