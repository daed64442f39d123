// SPDX-License-Identifier: Apache-2.0
package dev.ketch.tck.annotations;

import javax.cache.annotation.BeanProvider;
import javax.enterprise.inject.se.SeContainer;
import javax.enterprise.inject.se.SeContainerInitializer;

/** Beans of CDI, found in the TCK's jar and intercepted by the reference implementation's interceptors. */
final class CdiBeans implements BeanProvider {
    // One archive of all: the interceptors that the reference implementation enables in its own then hold for the
    // TCK's.
    private final SeContainer container = SeContainerInitializer.newInstance()
            .addProperty("org.jboss.weld.se.archive.isolation", false)
            .initialize();

    @Override
    public <T> T getBeanByType(Class<T> type) {
        return container.select(type).get();
    }
}
