// SPDX-License-Identifier: Apache-2.0
package dev.ketch.tck.annotations;

import com.google.inject.Guice;
import com.google.inject.Injector;
import javax.cache.annotation.BeanProvider;
import org.jsr107.ri.annotations.guice.module.CacheAnnotationsModule;

/** Beans that Guice makes, intercepted by the reference implementation's module. */
final class GuiceBeans implements BeanProvider {
    private final Injector injector =
            Guice.createInjector(new CacheAnnotationsModule(), binder -> Container.BEANS.forEach(binder::bind));

    @Override
    public <T> T getBeanByType(Class<T> type) {
        return injector.getInstance(type);
    }
}
