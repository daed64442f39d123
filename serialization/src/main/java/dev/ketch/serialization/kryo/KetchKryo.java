// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.kryo;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Registration;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.objenesis.strategy.StdInstantiatorStrategy;
import com.esotericsoftware.kryo.kryo5.serializers.EnumNameSerializer;
import com.esotericsoftware.kryo.kryo5.serializers.FieldSerializer;
import dev.ketch.serialization.ClassPolicy;
import java.lang.reflect.Method;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;

/** A Kryo that sorts classes by {@link TreatmentRule}. Used by one thread at a time. */
final class KetchKryo extends Kryo {

    private final Map<Treatment, Registration> markers = new EnumMap<>(Treatment.class);
    private final Map<Class<?>, Registration> decided = new IdentityHashMap<>();

    KetchKryo(ClassLoader loader, ClassPolicy policy, FrameworkClasses frameworks) {
        super(new PolicyClassResolver(loader, policy), new BoundedReferences(policy.maxReferences()));
        setClassLoader(loader);
        setRegistrationRequired(false);
        setMaxDepth(policy.maxDepth());
        setOptimizedGenerics(false);
        // As Java serialization does, no constructor is run: some throw, and most have effects of their own.
        setInstantiatorStrategy(new StdInstantiatorStrategy());
        FieldSerializer.FieldSerializerConfig fields = new FieldSerializer.FieldSerializerConfig();
        fields.setIgnoreSyntheticFields(false);
        // Fields of the same name in a class and its superclass are two fields.
        fields.setExtendedFieldNames(true);
        setDefaultSerializer(new com.esotericsoftware.kryo.kryo5.SerializerFactory.FieldSerializerFactory(fields));
        addDefaultSerializer(Object[].class, new ArraySerializer());
        addDefaultSerializer(String[].class, new ArraySerializer());
        addDefaultSerializer(Enum.class, EnumNameSerializer.class);
        SpecialForms forms = new SpecialForms((PolicyClassResolver) getClassResolver(), loader, policy);
        Registrations.addTo(this, forms);
        FrameworkRegistrations.addTo(this, frameworks);
        for (Treatment treatment : Treatment.values()) {
            if (!treatment.namesClass()) {
                markers.put(treatment, getClassResolver().getRegistration(forms.markerOf(treatment)));
            }
        }
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Registration getRegistration(Class type) {
        // What is registered goes first: were a wrapper sent elsewhere, references would go out of step.
        Registration registration = getClassResolver().getRegistration(type);
        if (registration != null) {
            return registration;
        }
        registration = decided.get(type);
        if (registration == null) {
            registration = decide(type);
            decided.put(type, registration);
        }
        return registration;
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Serializer getDefaultSerializer(Class type) {
        Serializer<?> serializer =
                type.isRecord() ? new RecordSerializer(this, type) : super.getDefaultSerializer(type);
        if (TreatmentRule.of(type) != Treatment.RESOLVED) {
            return serializer;
        }
        Method hook = Objects.requireNonNull(SerialHooks.readResolve(type));
        return new ResolvedSerializer(serializer, read -> SerialHooks.call(hook, read));
    }

    @SuppressWarnings("rawtypes")
    private Registration decide(Class type) {
        if (TreatmentRule.isJdk(type)) {
            Registration family = getClassResolver().getRegistration(Registrations.familyOf(type));
            if (family != null) {
                return family;
            }
        }
        Registration marker = markers.get(TreatmentRule.of(type));
        return marker != null ? marker : super.getRegistration(type);
    }
}
