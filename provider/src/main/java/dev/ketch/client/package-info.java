// SPDX-License-Identifier: Apache-2.0
/**
 * The memcached client: routes one operation, or a batch, to the server that owns the key and tells how it ended.
 *
 * <p>It moves bytes and knows nothing of Java objects or of JCache. It has two levels. Below, the unit of work is the
 * {@link dev.ketch.client.Exchange}: a few requests that travel to one server in one packet and whose last one is always
 * answered; caches work with those ({@link dev.ketch.client.ExchangeRouter}). Above, for users, it is the {@link
 * dev.ketch.client.Command} ({@link dev.ketch.client.MemcachedClient}): each becomes a request of some exchange, alone or
 * with others, and each answer, or its absence, a {@link dev.ketch.client.Result}.
 */
package dev.ketch.client;
