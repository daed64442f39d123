// SPDX-License-Identifier: Apache-2.0
package dev.ketch.config;

import dev.ketch.client.ClientSettings;
import dev.ketch.client.ServerSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The file that lists the servers, to be read again every so often. Immutable.
 *
 * @param path where it is
 * @param poll how long from one look to the next
 */
public record ServerListFile(Path path, Duration poll) implements ServerSource {
    /** @throws ConfigurationException if it cannot be read, or a line not be understood */
    @Override
    public List<ClientSettings.Node> read() {
        return ServerList.read(path, "option [" + Option.SERVER_FILE.key() + "]");
    }
}
