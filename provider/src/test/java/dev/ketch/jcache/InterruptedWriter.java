// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import java.util.List;
import javax.cache.Cache;
import javax.cache.configuration.MutableConfiguration;

/** Keeps what it is told, and lets something happen whenever it is called. */
record InterruptedWriter(List<String> calls, Runnable event) implements SimpleWriter<String, String> {
    /** Of a cache that writes to it, and counts. */
    static MutableConfiguration<String, String> configuration(List<String> calls, Runnable event) {
        return Jvms.<String, String>plain()
                .setWriteThrough(true)
                .setStatisticsEnabled(true)
                .setCacheWriterFactory(() -> new InterruptedWriter(calls, event));
    }

    @Override
    public void write(Cache.Entry<? extends String, ? extends String> entry) {
        calls.add("write " + entry.getValue());
        event.run();
    }

    @Override
    public void delete(Object key) {
        calls.add("delete");
        event.run();
    }
}
