// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client;

/**
 * What a server said of itself when it was connected to.
 *
 * @param itemSizeMax largest item in bytes ({@code item_size_max}), key, header and overhead included
 * @param casEnabled whether items carry a CAS; without it nothing conditional is possible
 */
public record ServerLimits(int itemSizeMax, boolean casEnabled) {}
