// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import dev.ketch.testkit.MemcachedProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** Tests of what JVMs do on two servers, which they share; each has a namespace of its own there. */
abstract class JvmsOnTwoServers {
    /** Of the class that is running: there is one at a time. */
    static MemcachedProcess one;

    /** The same. */
    static MemcachedProcess two;

    Jvms jvms;

    @BeforeAll
    static void startServers() {
        one = MemcachedProcess.start();
        two = MemcachedProcess.start();
    }

    @AfterAll
    static void stopServers() {
        one.close();
        two.close();
    }

    @BeforeEach
    void openJvms() {
        jvms = new Jvms(one, two);
    }

    @AfterEach
    void closeJvms() {
        jvms.close();
    }
}
