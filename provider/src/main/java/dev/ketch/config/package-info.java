// SPDX-License-Identifier: Apache-2.0
/**
 * From what a user wrote - a URI, a file, properties - to immutable settings.
 *
 * <p>{@link dev.ketch.config.Option} is the one list of all options; their defaults are those of the annotated {@code
 * reference.yaml} beside the classes. {@link dev.ketch.config.SettingsParser} puts together what the sources say, {@link
 * dev.ketch.config.CacheSections} finds what holds for a cache. Every mistake is a
 * {@link dev.ketch.config.ConfigurationException} that names the value, where it stands and what to write instead.
 */
@NullMarked
package dev.ketch.config;

import org.jspecify.annotations.NullMarked;
