// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.stream;

import dev.ketch.serialization.ClassPolicy;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.StreamCorruptedException;
import org.jspecify.annotations.Nullable;

/** Writes and reads single objects as Java object streams. */
public final class ObjectStreams {

    private ObjectStreams() {}

    /**
     * Returns an object as a Java object stream.
     *
     * @throws IOException if the object or what it refers to is not serializable
     */
    public static byte[] write(Object value) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        write(value, bytes);
        return bytes.toByteArray();
    }

    /**
     * Writes an object as a Java object stream; the output is not closed.
     *
     * @throws IOException if the object or what it refers to is not serializable, or the output fails
     */
    public static void write(Object value, OutputStream output) throws IOException {
        ObjectOutputStream out = new ObjectOutputStream(output);
        out.writeObject(value);
        out.flush();
    }

    /**
     * Reads the one object of a stream. Runs code of the classes named in it, so anything may be thrown.
     *
     * @param proxies of whoever reads, each time the same
     * @throws IOException if the stream is damaged, longer than its object, or beyond the limits
     * @throws ClassNotFoundException if the loader does not know a class
     */
    public static @Nullable Object read(
            byte[] bytes, int offset, int length, ClassLoader loader, ClassPolicy policy, ProxyLists proxies)
            throws IOException, ClassNotFoundException {
        ByteArrayInputStream source = new ByteArrayInputStream(bytes, offset, length);
        try (FilteredObjectInput in = new FilteredObjectInput(source, length, loader, policy, proxies)) {
            Object value = in.readObject();
            if (in.read() >= 0 || source.available() > 0) {
                throw new StreamCorruptedException("bytes follow the object");
            }
            return value;
        }
    }
}
