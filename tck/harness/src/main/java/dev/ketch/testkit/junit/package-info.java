// SPDX-License-Identifier: Apache-2.0
/**
 * JUnit 5: servers and proxies as parameters of tests. {@link dev.ketch.testkit.junit.ServerExtension} does the work for
 * any kind of server; a kind of its own is an annotation and a subclass.
 *
 * <p>JUnit is an optional dependency: only this package needs it.
 */
@NullMarked
package dev.ketch.testkit.junit;

import org.jspecify.annotations.NullMarked;
