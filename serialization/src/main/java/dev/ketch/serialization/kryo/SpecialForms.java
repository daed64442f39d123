// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.kryo;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.KryoException;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Output;
import dev.ketch.serialization.ClassPolicy;
import dev.ketch.serialization.stream.ObjectStreams;
import dev.ketch.serialization.stream.ProxyLists;
import java.io.NotSerializableException;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How the treatments other than Kryo's own are written. In the stream a marker stands for the class, so the names of
 * generated classes (lambdas, proxies) are never written.
 */
final class SpecialForms {

    private static final Map<String, Class<?>> PRIMITIVES = Stream.of(
                    boolean.class,
                    byte.class,
                    short.class,
                    char.class,
                    int.class,
                    long.class,
                    float.class,
                    double.class,
                    void.class)
            .collect(Collectors.toUnmodifiableMap(Class::getName, type -> type));

    private final PolicyClassResolver resolver;
    private final ClassLoader loader;
    private final ClassPolicy policy;
    private final ProxyLists proxies;

    SpecialForms(PolicyClassResolver resolver, ClassLoader loader, ClassPolicy policy, ProxyLists proxies) {
        this.resolver = resolver;
        this.loader = loader;
        this.policy = policy;
        this.proxies = proxies;
    }

    private static final class JavaMarker {}

    private static final class ListMarker {}

    private static final class SetMarker {}

    private static final class MapMarker {}

    private static final class RefusedMarker {}

    private static final class ReplacedMarker {}

    private static final class EntryMarker {}

    Class<?> markerOf(Treatment treatment) {
        return switch (treatment) {
            case JAVA -> JavaMarker.class;
            case LIST_COPY -> ListMarker.class;
            case SET_COPY -> SetMarker.class;
            case MAP_COPY -> MapMarker.class;
            case REFUSED -> RefusedMarker.class;
            case REPLACED -> ReplacedMarker.class;
            case ENTRY_COPY -> EntryMarker.class;
            default -> throw new IllegalArgumentException("no marker for " + treatment);
        };
    }

    Serializer<?> serializerOf(Treatment treatment) {
        return switch (treatment) {
            case JAVA -> java();
            case REPLACED -> new ReplacedSerializer(java());
            case LIST_COPY -> new MutableCollectionSerializer(ArrayList::new);
            case SET_COPY -> new MutableCollectionSerializer(SpecialForms::linkedSet);
            case MAP_COPY -> MapsSerializer.mutable(CollectionRegistrations::linkedMap);
            case ENTRY_COPY -> CollectionRegistrations.entries(AbstractMap.SimpleEntry::new);
            case REFUSED ->
                new Codec<Object>(SpecialForms::refuse, (kryo, input) -> {
                    throw new KryoException("a class that is never written");
                });
            default -> throw new IllegalArgumentException("no serializer for " + treatment);
        };
    }

    /** The serializer of Java object streams. */
    Codec<Object> java() {
        return new Codec<>(SpecialForms::writeJava, this::readJava);
    }

    Codec<Class<?>> classes() {
        return new Codec<>((kryo, output, type) -> output.writeString(type.getName()), (kryo, input) -> {
            String name = Objects.requireNonNull(input.readString(), "class name");
            Class<?> primitive = PRIMITIVES.get(name);
            return primitive != null ? primitive : resolver.load(name);
        });
    }

    private static LinkedHashSet<Object> linkedSet(int count) {
        return new LinkedHashSet<>(CollectionRegistrations.capacity(count));
    }

    private static void writeJava(Kryo kryo, Output output, Object value) {
        // Straight into the buffer; the length takes four bytes, since it is not known before.
        int start = output.position();
        output.writeInt(0);
        try {
            ObjectStreams.write(value, output);
        } catch (KryoException e) {
            throw e;
        } catch (NotSerializableException e) {
            throw new UnsupportedTypeException(
                    String.valueOf(e.getMessage()),
                    "it is reached from a " + value.getClass().getName()
                            + ", which only Java serialization rebuilds: let it implement java.io.Serializable, or make"
                            + " the field transient",
                    e);
        } catch (Exception e) {
            throw new UnsupportedTypeException(
                    value.getClass().getName(), "Java serialization of it failed with " + e, e);
        }
        int end = output.position();
        output.setPosition(start);
        output.writeInt(end - start - 4);
        output.setPosition(end);
    }

    private Object readJava(Kryo kryo, BoundedInput input) throws Exception {
        int length = input.checkBytes(input.readInt());
        int start = input.position();
        Object value = ObjectStreams.read(input.getBuffer(), start, length, loader, policy, proxies);
        input.setPosition(start + length);
        return Objects.requireNonNull(value, "object stream of null");
    }

    private static void refuse(Kryo kryo, Output output, Object value) {
        Class<?> type = value.getClass();
        String remedy = type.isHidden() || type.isSynthetic()
                ? "it is a lambda or a generated class: cache the data it works on instead"
                : "it has meaning in its own JVM only: make the field transient, or cache a class without it";
        throw new UnsupportedTypeException(type.getName(), remedy, null);
    }
}
