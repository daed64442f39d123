// SPDX-License-Identifier: Apache-2.0
/**
 * From what a user wrote - a URI, properties - to immutable settings.
 *
 * <p>{@link dev.ketch.config.Option} is the one list of all options, with type, unit and default. Every mistake is a
 * {@link dev.ketch.config.ConfigurationException} that names the value, where it stands and what to write instead.
 */
@NullMarked
package dev.ketch.config;

import org.jspecify.annotations.NullMarked;
