// SPDX-License-Identifier: Apache-2.0
/**
 * How long values take to become bytes and back, and large ones to become smaller and back, with what they allocate: ours,
 * plain Kryo, Java serialization; ours and other compression libraries.
 */
package dev.ketch.benchmarks.serialization;
