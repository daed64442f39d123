// SPDX-License-Identifier: Apache-2.0
package dev.ketch.benchmarks.serialization;

/** A way to make bytes smaller and back, each call with arrays of its own as a cache needs them. For one thread. */
interface CompressionMethod {

    /** Returns the compressed bytes in an array of just their length, or the value itself if it is to stay as it is. */
    byte[] compress(byte[] value);

    /** Returns the value of so many bytes that was compressed. */
    byte[] decompress(byte[] compressed, int length);
}
