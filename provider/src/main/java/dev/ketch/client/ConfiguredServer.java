// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client;

/** A server of the configuration. Equal to itself only: two clients' servers are not interchangeable. */
final class ConfiguredServer implements Server {
    private final String name;
    private final int index;

    ConfiguredServer(String name, int index) {
        this.name = name;
        this.index = index;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int index() {
        return index;
    }

    @Override
    public String toString() {
        return "[" + name + "]";
    }
}
