// SPDX-License-Identifier: Apache-2.0
package dev.ketch.testkit.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives a test class servers written in Java that run inside its JVM, where no memcached can be had. Parameters are those
 * of {@link Memcached}, with {@link dev.ketch.testkit.embedded.EmbeddedMemcached} in place of the process; a class has one
 * of the two annotations. Data are not wiped between tests.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.ANNOTATION_TYPE})
@ExtendWith(EmbeddedExtension.class)
public @interface Embedded {

    /** How many servers. */
    int count() default 1;

    /** Memory for items of each server, in megabytes. */
    int memoryMb() default 64;

    /**
     * Whether each test gets servers of its own. They are then not available to constructors and to
     * {@code BeforeAll}/{@code AfterAll} methods.
     */
    boolean perMethod() default false;
}
