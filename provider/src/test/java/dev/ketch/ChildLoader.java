// SPDX-License-Identifier: Apache-2.0
package dev.ketch;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * A class loader that has a class of the tests, and those nested in it, of its own, as an application's loader has beside
 * its parent's.
 */
final class ChildLoader extends ClassLoader {
    private final String own;

    ChildLoader(Class<?> own) {
        super(own.getClassLoader());
        this.own = own.getName();
    }

    Object newOwn() throws ReflectiveOperationException {
        return loadClass(own).getDeclaredConstructor().newInstance();
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            if (!name.equals(own) && !name.startsWith(own + "$")) {
                return super.loadClass(name, resolve);
            }
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? define(name) : loaded;
        }
    }

    private Class<?> define(String name) {
        try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            byte[] bytes = in.readAllBytes();
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
