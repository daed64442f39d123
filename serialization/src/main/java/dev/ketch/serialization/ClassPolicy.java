// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decides which classes may be named in bytes that are read, and how large a graph they may build. It is asked by name,
 * before a class is loaded, by Kryo and by the object streams alike. Immutable.
 *
 * <p>memcached is often open to everybody on its network, and so are the bytes in it. An {@linkplain #open() open}
 * policy refuses the families of classes known for turning deserialization into execution of code; it cannot know all
 * of them. A {@linkplain #strict strict} one admits what it is told, and a built-in set of values, collections and
 * exceptions of the JDK, {@code javax.cache}, and what Spring and Hibernate put into caches.
 *
 * <p>Patterns are {@code com.acme.Order} for a class with those nested in it, {@code com.acme.*} for a package,
 * {@code com.acme.**} for one with all below it, {@code **} for everything. Arrays go by the class of their elements,
 * proxies by their interfaces, constants of an enum by the enum. In both modes, what is
 * {@linkplain #denying(List) denied} comes first, then names given in full, then the known families, then the other
 * patterns.
 */
public final class ClassPolicy {

    /** The class that stands for a lambda in a stream. It may do no more than the class that the lambda was made in. */
    private static final String LAMBDA = "java.lang.invoke.SerializedLambda";

    private static final NamePatterns NONE = new NamePatterns(List.of());

    /** Harmless classes of families that are not, which real values hold. */
    private static final Set<String> HARMLESS_RELATIVES =
            Set.of(LAMBDA, "javax.sql.rowset.serial.SerialBlob", "javax.sql.rowset.serial.SerialClob");

    private static final ClassPolicy OPEN = new ClassPolicy(
            false, List.of(), List.of(), NONE, NONE, new Limits(1_000, 50_000_000, 64 << 20, 512L << 20));

    private record Limits(int depth, long references, int arrayLength, long bytes) {}

    private final boolean strict;
    private final List<String> allowed;
    private final List<String> denied;
    private final NamePatterns allow;
    private final NamePatterns deny;
    private final Limits limits;

    private ClassPolicy(
            boolean strict,
            List<String> allowed,
            List<String> denied,
            NamePatterns allow,
            NamePatterns deny,
            Limits limits) {
        this.strict = strict;
        this.allowed = allowed;
        this.denied = denied;
        this.allow = allow;
        this.deny = deny;
        this.limits = limits;
    }

    /**
     * Returns the default: every class but the known dangerous ones; objects nested at most 1,000 deep, 50 million
     * objects, 64 Mi elements an array, 512 MiB a value.
     */
    public static ClassPolicy open() {
        return OPEN;
    }

    /**
     * Returns a policy that admits the built-in set and what is given, with the limits of {@link #open()}.
     *
     * @param allow patterns of further classes, such as {@code com.acme.**}
     * @throws IllegalArgumentException if one is not a pattern; it names it
     */
    public static ClassPolicy strict(List<String> allow) {
        return new ClassPolicy(true, List.of(), List.of(), NONE, NONE, OPEN.limits).allowing(allow);
    }

    /**
     * Returns a policy that admits more: what the patterns say, where it is strict; and, by full names only, classes of
     * the known dangerous families.
     *
     * @throws IllegalArgumentException if one is not a pattern; it names it
     */
    public ClassPolicy allowing(List<String> patterns) {
        List<String> all = joined(allowed, patterns);
        return new ClassPolicy(strict, all, denied, new NamePatterns(all), deny, limits);
    }

    /**
     * Returns a policy that refuses more: what the patterns say, whatever else admits it.
     *
     * @throws IllegalArgumentException if one is not a pattern; it names it
     */
    public ClassPolicy denying(List<String> patterns) {
        List<String> all = joined(denied, patterns);
        return new ClassPolicy(strict, allowed, all, allow, new NamePatterns(all), limits);
    }

    /**
     * Returns a policy with the same classes and other limits.
     *
     * @param depth how deep objects may be nested
     * @param references how many objects a value may hold
     * @param arrayLength how many elements an array or collection may have
     * @param bytes how many bytes a serialized value may have
     * @throws IllegalArgumentException if a limit is not positive
     */
    public ClassPolicy withLimits(int depth, long references, int arrayLength, long bytes) {
        if (depth < 1 || references < 1 || arrayLength < 1 || bytes < 1) {
            throw new IllegalArgumentException("limits [depth " + depth + ", references " + references
                    + ", array length " + arrayLength + ", bytes " + bytes + "] must all be 1 or more");
        }
        return new ClassPolicy(strict, allowed, denied, allow, deny, new Limits(depth, references, arrayLength, bytes));
    }

    /**
     * Tells whether a class may be read.
     *
     * @param className a name as {@link Class#getName()} gives it, of an array too
     */
    public boolean permits(String className) {
        return refusal(elementName(className)) == null;
    }

    /** Tells whether a class may be read: a proxy by its interfaces, all others by their names. */
    public boolean permits(Class<?> type) {
        Class<?> element = elementType(type);
        if (!Proxy.isProxyClass(element)) {
            return permits(element.getName());
        }
        return proxyRefusal(interfaceNames(element)) == null;
    }

    /**
     * Does nothing if the class may be read.
     *
     * @param className a name as {@link Class#getName()} gives it, of an array too
     * @throws ClassDeniedException if not
     */
    public void check(String className) {
        ClassDeniedException refusal = refusal(elementName(className));
        if (refusal != null) {
            throw refusal;
        }
    }

    /**
     * Does nothing if the class may be read: a proxy by its interfaces, all others by their names.
     *
     * @throws ClassDeniedException if not
     */
    public void check(Class<?> type) {
        Class<?> element = elementType(type);
        if (!Proxy.isProxyClass(element)) {
            check(element.getName());
            return;
        }
        checkProxy(interfaceNames(element));
    }

    /**
     * Does nothing if a proxy with these interfaces may be read: if each may, and, where the policy is strict, one is among
     * what was {@linkplain #allowing allowed}. The built-in set is full of interfaces, and each choice of them is a class.
     *
     * @throws ClassDeniedException if not
     */
    public void checkProxy(List<String> interfaceNames) {
        ClassDeniedException refusal = proxyRefusal(interfaceNames);
        if (refusal != null) {
            throw refusal;
        }
    }

    private @Nullable ClassDeniedException proxyRefusal(List<String> interfaceNames) {
        boolean listed = !strict;
        for (String name : interfaceNames) {
            ClassDeniedException refusal = refusal(name);
            if (refusal != null) {
                return refusal;
            }
            listed |= allow.matches(name);
        }
        if (listed) {
            return null;
        }
        String first = interfaceNames.isEmpty() ? "java.lang.reflect.Proxy" : interfaceNames.get(0);
        String setting = "allowClasses=" + first;
        return new ClassDeniedException(
                first,
                setting,
                "it is an interface of a proxy, the class policy is strict, and lists none of the interfaces of that"
                        + " proxy. To admit it: " + setting);
    }

    private static List<String> interfaceNames(Class<?> proxy) {
        return Stream.of(proxy.getInterfaces()).map(Class::getName).toList();
    }

    /** Tells whether only listed classes are admitted. */
    public boolean isStrict() {
        return strict;
    }

    /** Returns how deep objects may be nested. */
    public int maxDepth() {
        return limits.depth;
    }

    /** Returns how many objects a value may hold. */
    public long maxReferences() {
        return limits.references;
    }

    /** Returns how many elements an array or collection may have. */
    public int maxArrayLength() {
        return limits.arrayLength;
    }

    /** Returns how many bytes a serialized value may have. */
    public long maxBytes() {
        return limits.bytes;
    }

    /** Returns mode, patterns and limits, for diagnosis. */
    @Override
    public String toString() {
        return (strict ? "strict" : "open") + ", allowClasses=" + allowed + ", denyClasses=" + denied + ", " + limits;
    }

    private @Nullable ClassDeniedException refusal(String name) {
        String own = deny.match(name);
        if (own != null) {
            return new ClassDeniedException(
                    name, "denyClasses without " + own, "denyClasses has [" + own + "], which covers it");
        }
        if (allow.names(name)) {
            return null;
        }
        String setting = "allowClasses=" + name;
        if (!HARMLESS_RELATIVES.contains(name) && GadgetFamilies.PATTERNS.matches(name)) {
            return new ClassDeniedException(
                    name,
                    setting,
                    "it belongs to a family of classes that is known from attacks on deserialization. If it is one of"
                            + " your own values and not an attack, give its full name: " + setting);
        }
        if (!strict || allow.matches(name) || HarmlessTypes.PATTERNS.matches(name)) {
            return null;
        }
        return new ClassDeniedException(
                name, setting, "the class policy is strict and does not list it. To admit it: " + setting);
    }

    private static List<String> joined(List<String> first, List<String> second) {
        List<String> all = new ArrayList<>(first);
        all.addAll(second);
        return List.copyOf(all);
    }

    private static Class<?> elementType(Class<?> type) {
        Class<?> element = type;
        for (Class<?> c = type; c != null; c = c.getComponentType()) {
            element = c;
        }
        return element;
    }

    private static String elementName(String className) {
        int dimensions = 0;
        while (dimensions < className.length() && className.charAt(dimensions) == '[') {
            dimensions++;
        }
        if (dimensions == 0) {
            return className;
        }
        if (className.length() == dimensions + 1) {
            return primitive(className.charAt(dimensions));
        }
        boolean object = className.startsWith("L", dimensions) && className.endsWith(";");
        return object ? className.substring(dimensions + 1, className.length() - 1) : className.substring(dimensions);
    }

    private static String primitive(char descriptor) {
        return switch (descriptor) {
            case 'Z' -> "boolean";
            case 'B' -> "byte";
            case 'C' -> "char";
            case 'D' -> "double";
            case 'F' -> "float";
            case 'I' -> "int";
            case 'J' -> "long";
            case 'S' -> "short";
            default -> String.valueOf(descriptor);
        };
    }
}
