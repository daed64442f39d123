// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.kryo;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Registration;
import com.esotericsoftware.kryo.kryo5.objenesis.strategy.StdInstantiatorStrategy;
import com.esotericsoftware.kryo.kryo5.serializers.EnumNameSerializer;
import com.esotericsoftware.kryo.kryo5.serializers.FieldSerializer;
import dev.ketch.serialization.ClassPolicy;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A Kryo that sorts classes by {@link TreatmentRule}. Used by one thread at a time. */
final class KetchKryo extends Kryo {

    private final Map<Treatment, Registration> markers = new EnumMap<>(Treatment.class);
    private final Map<Class<?>, Registration> decided = new IdentityHashMap<>();

    private final @Nullable ClassPolicy policy;

    KetchKryo(ClassLoader loader, ClassPolicy policy) {
        super(new PolicyClassResolver(loader, policy), new BoundedReferences(policy.maxReferences()));
        this.policy = policy;
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
        getClassResolver().getRegistration(boolean[].class).setSerializer(new BooleanArraySerializer());
        for (Treatment treatment : Treatment.values()) {
            if (treatment != Treatment.KRYO) {
                markers.put(treatment, getClassResolver().getRegistration(forms.markerOf(treatment)));
            }
        }
    }

    @Override
    public Registration register(Registration registration) {
        // Kryo's own constructor registers strings and boxed numbers, which nobody refuses.
        if (policy != null && TreatmentRule.isJdk(registration.getType())) {
            refuse(registration);
        }
        return super.register(registration);
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

    @SuppressWarnings("rawtypes")
    private Registration decide(Class type) {
        if (TreatmentRule.isJdk(type)) {
            Registration family = getClassResolver().getRegistration(Registrations.familyOf(type));
            if (family != null) {
                return family;
            }
        }
        Registration marker = markers.get(TreatmentRule.of(type));
        if (marker != null) {
            return marker;
        }
        Registration registration = super.getRegistration(type);
        refuse(registration);
        return registration;
    }

    /**
     * A class need not be named to be read: fields of a final class go without, and registered classes have numbers.
     * Where the policy is against one, reading it fails, and writing it does not.
     */
    private void refuse(Registration registration) {
        Class<?> type = registration.getType();
        ClassPolicy policy = Objects.requireNonNull(this.policy);
        if (!policy.permits(type) && !(registration.getSerializer() instanceof WriteOnly)) {
            registration.setSerializer(new WriteOnly(registration.getSerializer(), () -> policy.check(type)));
        }
    }
}
