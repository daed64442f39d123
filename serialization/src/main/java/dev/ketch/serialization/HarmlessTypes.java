// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization;

import java.util.List;

/**
 * What a strict policy admits without being told: classes that hold data and run nothing else when they are read, and
 * those that caching frameworks store. {@code java.net.URL} is not among them, since as the key of a map it asks the
 * network for its host.
 */
final class HarmlessTypes {

    static final NamePatterns PATTERNS = new NamePatterns(List.of(
            "boolean",
            "byte",
            "char",
            "double",
            "float",
            "int",
            "long",
            "short",
            "void",
            "java.io.Externalizable",
            "java.io.EOFException",
            "java.io.File",
            "java.io.FileNotFoundException",
            "java.io.IOException",
            "java.io.InvalidClassException",
            "java.io.InvalidObjectException",
            "java.io.NotSerializableException",
            "java.io.ObjectStreamException",
            "java.io.Serializable",
            "java.io.UncheckedIOException",
            "java.lang.*",
            // The class that the lambda was made in is named as well, and passes by its own name only.
            "java.lang.invoke.SerializedLambda",
            "java.lang.reflect.InvocationTargetException",
            // Its interfaces and its handler pass by their own names only.
            "java.lang.reflect.Proxy",
            "java.math.*",
            "java.net.Inet4Address",
            "java.net.Inet6Address",
            "java.net.InetAddress",
            "java.net.InetSocketAddress",
            "java.net.SocketAddress",
            "java.net.URI",
            "java.net.URISyntaxException",
            "java.nio.charset.Charset",
            "java.nio.file.Path",
            "java.sql.Date",
            "java.sql.SQLException",
            "java.sql.Time",
            "java.sql.Timestamp",
            "java.text.*",
            "java.time.**",
            "java.util.*",
            "java.util.concurrent.*",
            "java.util.concurrent.atomic.*",
            "java.util.concurrent.locks.*",
            "java.util.function.*",
            "java.util.regex.*",
            "javax.cache.**",
            "javax.sql.rowset.serial.SerialBlob",
            "javax.sql.rowset.serial.SerialClob",
            "org.hibernate.bytecode.enhance.spi.LazyPropertyInitializer",
            "org.hibernate.cache.**",
            "org.springframework.cache.**",
            "org.springframework.util.LinkedMultiValueMap",
            // What TimeZone makes.
            "sun.util.calendar.*"));

    private HarmlessTypes() {}
}
