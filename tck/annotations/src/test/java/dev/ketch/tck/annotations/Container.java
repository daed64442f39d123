// SPDX-License-Identifier: Apache-2.0
package dev.ketch.tck.annotations;

import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import javax.cache.annotation.BeanProvider;
import manager.CacheNameOnEachMethodBlogManagerImpl;
import manager.ClassLevelCacheConfigBlogManagerImpl;
import manager.UsingDefaultCacheNameBlogManagerImpl;

/** The containers with which the TCK's beans are tested. */
enum Container {
    SPRING("Spring", SpringBeans::new),
    GUICE("Guice", GuiceBeans::new),
    WELD("CDI, Weld", CdiBeans::new);

    /** The system property that names the container of a JVM. */
    static final String PROPERTY = "ketch.container";

    /** What the TCK asks for. */
    static final List<Class<?>> BEANS = List.of(
            CacheNameOnEachMethodBlogManagerImpl.class,
            ClassLevelCacheConfigBlogManagerImpl.class,
            UsingDefaultCacheNameBlogManagerImpl.class);

    private final String title;
    private final Supplier<BeanProvider> start;

    Container(String title, Supplier<BeanProvider> start) {
        this.title = title;
        this.start = start;
    }

    BeanProvider start() {
        return start.get();
    }

    /** Name and version. */
    String title() {
        return title + " " + System.getProperty("ketch." + name().toLowerCase(Locale.ROOT) + ".version");
    }
}
