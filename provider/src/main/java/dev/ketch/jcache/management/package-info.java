// SPDX-License-Identifier: Apache-2.0
/**
 * Statistics of a cache and the MXBeans of JSR-107 that show them and the cache's configuration.
 *
 * <p>Counting goes on without any MBean server; the beans only read.
 */
@NullMarked
package dev.ketch.jcache.management;

import org.jspecify.annotations.NullMarked;
