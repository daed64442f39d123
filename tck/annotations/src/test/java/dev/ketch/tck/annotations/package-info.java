// SPDX-License-Identifier: Apache-2.0
/**
 * Runs the TCK's tests of the annotations once with each container that can intercept annotated methods, on a real
 * memcached, and judges the runs.
 *
 * <p>The TCK asks for its beans through one service, {@link dev.ketch.tck.annotations.ContainerBeans}, which starts the
 * {@link dev.ketch.tck.annotations.Container} that a system property names. Spring brings interceptors of its own; for
 * Guice and CDI they are those of JSR-107's reference implementation, which finds Ketch as an application would: through
 * {@code javax.cache.Caching}.
 */
package dev.ketch.tck.annotations;
