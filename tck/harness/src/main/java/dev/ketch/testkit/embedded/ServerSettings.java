// SPDX-License-Identifier: Apache-2.0
package dev.ketch.testkit.embedded;

/** What the builder fixed. */
record ServerSettings(int port, long maxBytes, int itemSizeMax, int maxConnections) {}
