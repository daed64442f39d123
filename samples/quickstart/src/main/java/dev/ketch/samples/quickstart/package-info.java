// SPDX-License-Identifier: Apache-2.0
/** Five minutes of JCache on memcached, through the plain {@code javax.cache} API. */
package dev.ketch.samples.quickstart;
