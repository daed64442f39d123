// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import dev.ketch.testkit.MemcachedProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** Tests of what JVMs do on one server, which they share; each has a namespace of its own there. */
abstract class JvmsOnOneServer {
    /** Of the class that is running: there is one at a time. */
    static MemcachedProcess server;

    Jvms jvms;

    @BeforeAll
    static void startServer() {
        server = MemcachedProcess.start();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    /** Patient, as these tests are not about servers that are slow. */
    @BeforeEach
    void openJvms() {
        jvms = new Jvms("?timeout=20s", server);
    }

    @AfterEach
    void closeJvms() {
        jvms.close();
    }
}
