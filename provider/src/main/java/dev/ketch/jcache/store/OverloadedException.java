// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache.store;

import dev.ketch.ServerUnavailableException;
import java.util.List;

/** There was no room for more on the way to a server that is in use; nothing was sent. */
final class OverloadedException extends ServerUnavailableException {
    private static final long serialVersionUID = 1L;

    OverloadedException(String cache, String server, String problem) {
        super(cache, List.of(server), problem + ". Nothing was sent; slow down, or add servers");
    }
}
