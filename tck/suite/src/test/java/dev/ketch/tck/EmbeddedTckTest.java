// SPDX-License-Identifier: Apache-2.0
package dev.ketch.tck;

import dev.ketch.testkit.embedded.EmbeddedMemcached;
import java.util.List;
import org.junit.jupiter.api.Tag;

/** The TCK on the test kit's server in Java, so that who tests with it tests against what passes here. */
@Tag("full")
class EmbeddedTckTest extends TckGate {
    @Override
    void onServers() throws Exception {
        try (EmbeddedMemcached server = EmbeddedMemcached.start()) {
            run("embedded", List.of(server.address()));
        }
    }
}
