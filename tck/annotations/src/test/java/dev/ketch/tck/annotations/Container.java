// SPDX-License-Identifier: Apache-2.0
package dev.ketch.tck.annotations;

import java.util.List;
import java.util.Locale;
import javax.cache.annotation.BeanProvider;
import manager.CacheNameOnEachMethodBlogManagerImpl;
import manager.ClassLevelCacheConfigBlogManagerImpl;
import manager.UsingDefaultCacheNameBlogManagerImpl;

/** The containers with which the TCK's beans are tested. */
enum Container {
    SPRING("Spring"),
    GUICE("Guice"),
    WELD("CDI, Weld");

    /** The system property that names the container of a JVM. */
    static final String PROPERTY = "ketch.container";

    /** What the TCK asks for. */
    static final List<Class<?>> BEANS = List.of(
            CacheNameOnEachMethodBlogManagerImpl.class,
            ClassLevelCacheConfigBlogManagerImpl.class,
            UsingDefaultCacheNameBlogManagerImpl.class);

    private final String title;

    Container(String title) {
        this.title = title;
    }

    BeanProvider start() {
        return switch (this) {
            case SPRING -> new SpringBeans();
            case GUICE -> new GuiceBeans();
            case WELD -> new CdiBeans();
        };
    }

    /** Name and version. */
    String title() {
        return title + " " + System.getProperty("ketch." + name().toLowerCase(Locale.ROOT) + ".version");
    }
}
