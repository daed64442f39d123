// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.kryo;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.KryoException;
import com.esotericsoftware.kryo.kryo5.Registration;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.objenesis.strategy.StdInstantiatorStrategy;
import com.esotericsoftware.kryo.kryo5.serializers.EnumNameSerializer;
import dev.ketch.serialization.ClassPolicy;
import dev.ketch.serialization.stream.ProxyLists;
import java.lang.reflect.Method;
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

    KetchKryo(ClassLoader loader, ClassPolicy policy, FrameworkClasses frameworks, ProxyLists proxies) {
        super(new PolicyClassResolver(loader, policy), new BoundedReferences(policy.maxReferences()));
        this.policy = policy;
        setClassLoader(loader);
        setRegistrationRequired(false);
        setMaxDepth(policy.maxDepth());
        setOptimizedGenerics(false);
        // As Java serialization does, no constructor is run: some throw, and most have effects of their own.
        setInstantiatorStrategy(new StdInstantiatorStrategy());
        SpecialForms forms = new SpecialForms((PolicyClassResolver) getClassResolver(), loader, policy, proxies);
        Registrations.addTo(this, forms);
        FrameworkRegistrations.addTo(this, frameworks);
        for (Treatment treatment : Treatment.values()) {
            if (!treatment.namesClass()) {
                markers.put(treatment, getClassResolver().getRegistration(forms.markerOf(treatment)));
            }
        }
    }

    /** Does nothing if so many elements may be read back. */
    static void checkLength(Kryo kryo, int length) {
        int most = Objects.requireNonNull(((KetchKryo) kryo).policy).maxArrayLength();
        if (length > most) {
            throw new KryoException(
                    "it has " + length + " elements, and more than " + most + " are not read: raise maxArrayLength");
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

    @Override
    @SuppressWarnings("rawtypes")
    public Serializer getDefaultSerializer(Class type) {
        Serializer<?> serializer = contentSerializer(type);
        if (TreatmentRule.of(type) != Treatment.RESOLVED) {
            return serializer;
        }
        Method hook = Objects.requireNonNull(SerialHooks.readResolve(type));
        return new ResolvedSerializer(serializer, read -> SerialHooks.call(hook, read));
    }

    /** Kryo's own for classes of the JDK that are registered, and no others: many of those go by what a class extends. */
    private Serializer<?> contentSerializer(Class<?> type) {
        if (type.isArray() && !type.getComponentType().isPrimitive()) {
            return new ArraySerializer();
        }
        if (Enum.class.isAssignableFrom(type)) {
            return new EnumNameSerializer(type.asSubclass(Enum.class));
        }
        if (type.isRecord()) {
            return new RecordSerializer(this, type);
        }
        return TreatmentRule.isJdk(type) ? super.getDefaultSerializer(type) : new FieldsSerializer(this, type);
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
    void refuse(Registration registration) {
        Class<?> type = registration.getType();
        ClassPolicy policy = Objects.requireNonNull(this.policy);
        if (!policy.permits(type) && !(registration.getSerializer() instanceof WriteOnly)) {
            registration.setSerializer(new WriteOnly(registration.getSerializer(), () -> policy.check(type)));
        }
    }
}
