// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache.event;

import java.lang.reflect.Proxy;
import javax.cache.Cache;

/** The source of an event, of which the events need no more than its name. */
final class Sources {
    private Sources() {}

    @SuppressWarnings("unchecked")
    static Cache<String, Integer> named(String name) {
        return (Cache<String, Integer>) Proxy.newProxyInstance(
                Sources.class.getClassLoader(), new Class<?>[] {Cache.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("getName")) {
                        return name;
                    }
                    throw new UnsupportedOperationException(method.getName());
                });
    }
}
