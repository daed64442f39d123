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
 * Gives a test class real memcached servers. Constructors, tests and lifecycle methods, also those of nested classes, may
 * have parameters of these types:
 *
 * <ul>
 *   <li>{@link dev.ketch.testkit.MemcachedProcess}: the first server; an array or a {@code List} of it: all of them;
 *   <li>{@link dev.ketch.testkit.proxy.FaultProxy}: a proxy before the first server; an array or a {@code List} of it:
 *       one before each.
 * </ul>
 *
 * <p>Before each test, servers that an earlier test left dead or stopped run again, and proxies are healed. Data are not
 * wiped.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.ANNOTATION_TYPE})
@ExtendWith(MemcachedExtension.class)
public @interface Memcached {

    /** Flags of each server, each word by itself: {@code {"-I", "2m"}}. */
    String[] flags() default {};

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
