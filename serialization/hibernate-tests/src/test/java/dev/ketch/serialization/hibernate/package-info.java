// SPDX-License-Identifier: Apache-2.0
/**
 * Hibernate on a cache that holds nothing but bytes: values as our serializer writes them, under the canonical bytes of
 * their keys. Compiled and run against each version of Hibernate by a module of its own.
 */
package dev.ketch.serialization.hibernate;
