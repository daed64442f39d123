// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client;

import java.util.List;

/** Where the list of servers comes from. */
@FunctionalInterface
public interface ServerSource {
    /**
     * The list as it is now. Called by one thread at a time; may take its time.
     *
     * @throws RuntimeException if there is none that can be used; its message says why
     */
    List<ClientSettings.Node> read();
}
