// SPDX-License-Identifier: Apache-2.0
/**
 * What an application sees of Ketch beyond the JCache API: the caching provider and the exceptions it throws.
 *
 * <p>The name of {@link dev.ketch.KetchCachingProvider} is itself API: it stands in configuration files of
 * applications.
 */
@NullMarked
package dev.ketch;

import org.jspecify.annotations.NullMarked;
