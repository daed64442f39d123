// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization;

import java.util.List;
import java.util.Set;

/**
 * Decides which classes may be named in bytes that are read, and how large a graph they may build. It is asked by name,
 * before a class is loaded, by Kryo and by the object streams alike. Immutable.
 *
 * <p>memcached is often open to everybody on its network, and so are the bytes in it. The {@linkplain #open() open}
 * policy refuses the families of classes known for turning deserialization into execution of code; it cannot know all
 * of them.
 */
public final class ClassPolicy {

    /** Names of classes, with their nested ones, or of packages with what is below them where they end in a dot. */
    private static final List<String> DENIED = List.of(
            "bsh.",
            "clojure.",
            "com.alibaba.druid.pool.",
            "com.caucho.",
            "com.ibm.jtc.jax.",
            "com.mchange.v2.c3p0.",
            "com.mysql.cj.jdbc.admin.",
            "com.rometools.rome.feed.impl.",
            "com.sun.corba.",
            "com.sun.deploy.",
            "com.sun.jndi.",
            "com.sun.org.apache.bcel.",
            "com.sun.org.apache.xalan.",
            "com.sun.org.apache.xpath.",
            "com.sun.rowset.",
            "com.sun.syndication.feed.impl.",
            "com.vaadin.data.util.NestedMethodProperty",
            "com.zaxxer.hikari.",
            "flex.messaging.util.concurrent.",
            "groovy.lang.",
            "groovy.util.",
            "java.beans.EventHandler",
            "java.beans.XMLDecoder",
            "java.lang.Process",
            "java.lang.ProcessBuilder",
            "java.lang.ProcessImpl",
            "java.lang.Runtime",
            "java.lang.invoke.",
            "java.lang.reflect.Method",
            "java.net.URLClassLoader",
            "java.rmi.",
            "java.security.SignedObject",
            "java.util.ServiceLoader",
            "javassist.",
            "javax.imageio.",
            "javax.management.",
            "javax.media.jai.remote.",
            "javax.naming.",
            "javax.script.",
            "javax.sql.rowset.",
            "javax.swing.",
            "jdk.internal.",
            "jdk.nashorn.",
            "net.sf.json.",
            "org.apache.bcel.",
            "org.apache.click.control.Column",
            "org.apache.commons.beanutils.",
            "org.apache.commons.collections.bag.",
            "org.apache.commons.collections.comparators.",
            "org.apache.commons.collections.functors.",
            "org.apache.commons.collections.keyvalue.TiedMapEntry",
            "org.apache.commons.collections.map.LazyMap",
            "org.apache.commons.collections4.comparators.",
            "org.apache.commons.collections4.functors.",
            "org.apache.commons.collections4.keyvalue.TiedMapEntry",
            "org.apache.commons.collections4.map.LazyMap",
            "org.apache.commons.configuration.",
            "org.apache.commons.configuration2.",
            "org.apache.commons.dbcp.",
            "org.apache.commons.dbcp2.",
            "org.apache.commons.fileupload.",
            "org.apache.commons.jelly.",
            "org.apache.commons.logging.",
            "org.apache.commons.proxy.",
            "org.apache.log4j.receivers.db.",
            "org.apache.myfaces.",
            "org.apache.openjpa.ee.",
            "org.apache.shiro.jndi.",
            "org.apache.tomcat.dbcp.",
            "org.apache.wicket.util.upload.",
            "org.apache.xalan.",
            "org.apache.xbean.naming.",
            "org.apache.xpath.",
            "org.aspectj.weaver.",
            "org.codehaus.groovy.runtime.",
            "org.codehaus.janino.",
            "org.hibernate.jmx.",
            "org.hibernate.property.",
            "org.hibernate.tuple.component.",
            "org.jboss.interceptor.",
            "org.jboss.util.propertyeditor.",
            "org.jboss.weld.interceptor.",
            "org.logicalcobwebs.proxool.",
            "org.mozilla.javascript.",
            "org.postgresql.ds.",
            "org.python.core.",
            "org.quartz.utils.JNDIConnectionProvider",
            "org.springframework.aop.",
            "org.springframework.beans.factory.",
            "org.springframework.context.support.",
            "org.springframework.core.SerializableTypeWrapper",
            "org.springframework.expression.",
            "org.springframework.jndi.",
            "org.springframework.transaction.jta.",
            "oracle.jdbc.",
            "oracle.ucp.",
            "scala.sys.process.",
            "sun.misc.",
            "sun.rmi.",
            "weblogic.");

    /** Exceptions to the prefixes: harmless classes that real values hold. */
    private static final Set<String> ADMITTED = Set.of(
            "java.lang.invoke.SerializedLambda",
            "javax.sql.rowset.serial.SerialBlob",
            "javax.sql.rowset.serial.SerialClob");

    private static final ClassPolicy OPEN = new ClassPolicy(1_000, 50_000_000, 64 << 20, 512L << 20);

    private final int maxDepth;
    private final long maxReferences;
    private final int maxArrayLength;
    private final long maxBytes;

    private ClassPolicy(int maxDepth, long maxReferences, int maxArrayLength, long maxBytes) {
        this.maxDepth = maxDepth;
        this.maxReferences = maxReferences;
        this.maxArrayLength = maxArrayLength;
        this.maxBytes = maxBytes;
    }

    /**
     * Returns the default: every class but the known dangerous ones; objects nested at most 1,000 deep, 50 million
     * objects, 64 Mi elements an array, 512 MiB a value.
     */
    public static ClassPolicy open() {
        return OPEN;
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
        return new ClassPolicy(depth, references, arrayLength, bytes);
    }

    /**
     * Tells whether a class may be read.
     *
     * @param className a name as {@link Class#getName()} gives it, of an array too
     */
    public boolean permits(String className) {
        String name = elementName(className);
        if (ADMITTED.contains(name)) {
            return true;
        }
        for (String denied : DENIED) {
            if (name.startsWith(denied) && (denied.endsWith(".") || endsAt(name, denied.length()))) {
                return false;
            }
        }
        return true;
    }

    /**
     * Does nothing if the class may be read.
     *
     * @throws SerializationException if not
     */
    public void check(String className) {
        if (!permits(className)) {
            throw new SerializationException("class [" + className
                    + "] is refused: it belongs to a family of classes that is known from attacks on deserialization");
        }
    }

    /** Returns how deep objects may be nested. */
    public int maxDepth() {
        return maxDepth;
    }

    /** Returns how many objects a value may hold. */
    public long maxReferences() {
        return maxReferences;
    }

    /** Returns how many elements an array or collection may have. */
    public int maxArrayLength() {
        return maxArrayLength;
    }

    /** Returns how many bytes a serialized value may have. */
    public long maxBytes() {
        return maxBytes;
    }

    /** Tells whether the name of a top-level class ends there. */
    private static boolean endsAt(String name, int position) {
        return name.length() == position || name.charAt(position) == '$';
    }

    private static String elementName(String className) {
        int dimensions = 0;
        while (dimensions < className.length() && className.charAt(dimensions) == '[') {
            dimensions++;
        }
        if (dimensions == 0) {
            return className;
        }
        boolean object = className.startsWith("L", dimensions) && className.endsWith(";");
        return object ? className.substring(dimensions + 1, className.length() - 1) : className.substring(dimensions);
    }
}
