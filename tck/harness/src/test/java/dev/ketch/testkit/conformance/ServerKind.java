// SPDX-License-Identifier: Apache-2.0
package dev.ketch.testkit.conformance;

import dev.ketch.testkit.MemcachedProcess;
import dev.ketch.testkit.embedded.EmbeddedMemcached;

/** The servers that have to agree. */
public enum ServerKind {
    REAL {
        @Override
        Running start() {
            return Running.of(MemcachedProcess.start());
        }
    },
    EMBEDDED {
        @Override
        Running start() {
            EmbeddedMemcached server = EmbeddedMemcached.start();
            return new Running(server.host(), server.port(), server::close);
        }
    };

    abstract Running start();

    /** A started server. */
    record Running(String host, int port, Runnable stop) implements AutoCloseable {
        static Running of(MemcachedProcess server) {
            return new Running(server.host(), server.port(), server::close);
        }

        @Override
        public void close() {
            stop.run();
        }
    }
}
