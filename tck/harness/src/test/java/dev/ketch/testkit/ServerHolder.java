// SPDX-License-Identifier: Apache-2.0
package dev.ketch.testkit;

import java.io.IOException;

/** The main class of a JVM that starts a server and never ends it. */
final class ServerHolder {

    private ServerHolder() {}

    public static void main(String[] args) throws IOException {
        MemcachedProcess server = MemcachedProcess.start();
        if (args.length > 0 && args[0].equals("stopped")) {
            server.stop();
        }
        System.out.println(server.port());
        System.out.flush();
        // Ends normally when told so, without closing the server.
        int unused = System.in.read();
    }
}
