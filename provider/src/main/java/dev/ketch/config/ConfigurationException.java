// SPDX-License-Identifier: Apache-2.0
package dev.ketch.config;

import javax.cache.CacheException;

/** Something in the configuration cannot be used; the message says what, where it stands, and what to write instead. */
public class ConfigurationException extends CacheException {
    private static final long serialVersionUID = 1L;

    public ConfigurationException(String message) {
        super(message);
    }

    public ConfigurationException(String message, Throwable cause) {
        super(message, cause);
    }
}
