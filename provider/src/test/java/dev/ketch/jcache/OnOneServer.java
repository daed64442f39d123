// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import dev.ketch.testkit.MemcachedProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Tests of one class that share a server. */
abstract class OnOneServer {
    /** Of the class that is running: there is one at a time. */
    static MemcachedProcess server;

    @BeforeAll
    static void startServer() {
        server = MemcachedProcess.start();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }
}
