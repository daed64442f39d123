// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

/**
 * What carries out a cache's operations, by their kind. Immutable; its parts are thread-safe.
 *
 * @param background for those that nobody waits for
 */
record Operations<K, V>(
        CacheCore<K, V> core,
        Reads<K, V> reads,
        Writes<K, V> writes,
        Bulk<K, V> bulk,
        BulkRemoval<K, V> bulkRemoval,
        BulkLoading<K, V> bulkLoading,
        Processing<K, V> processing,
        Background background) {

    static <K, V> Operations<K, V> of(CacheCore<K, V> core, Background background, Runnable openCheck) {
        Loading<K, V> loading = new Loading<>(core);
        Mutations<K, V> mutations = new Mutations<>(core);
        Reads<K, V> reads = new Reads<>(core, loading);
        Writes<K, V> writes = new Writes<>(core, mutations, reads);
        return new Operations<>(
                core,
                reads,
                writes,
                new Bulk<>(core, mutations, reads, writes, loading),
                new BulkRemoval<>(core, mutations, reads),
                new BulkLoading<>(core, reads, loading, background, openCheck),
                new Processing<>(core, mutations, reads, loading),
                background);
    }
}
