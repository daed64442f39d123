// SPDX-License-Identifier: Apache-2.0
/**
 * The memcached client: routes one operation, or a batch, to the server that owns the key and tells how it ended.
 *
 * <p>It moves bytes and knows nothing of Java objects or of JCache. The unit of work is the {@link
 * dev.ketch.client.Exchange}: a few requests that travel to one server in one packet and whose last one is always
 * answered.
 */
package dev.ketch.client;
