// SPDX-License-Identifier: Apache-2.0
/** How long values take to become bytes and back, with what they allocate: ours, plain Kryo, Java serialization. */
package dev.ketch.benchmarks.serialization;
