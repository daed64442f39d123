// SPDX-License-Identifier: Apache-2.0
package dev.ketch.tck.annotations;

import javax.cache.annotation.BeanProvider;

/** Gives the TCK beans of the container that {@link Container#PROPERTY} names. */
public final class ContainerBeans implements BeanProvider {
    private final BeanProvider beans =
            Container.valueOf(System.getProperty(Container.PROPERTY)).start();

    @Override
    public <T> T getBeanByType(Class<T> type) {
        return beans.getBeanByType(type);
    }
}
