// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.hibernate;

/** Runs the scenario and prints its keys; in JVMs of its own. */
final class KeysOfARun {

    private KeysOfARun() {}

    public static void main(String[] arguments) {
        Capture capture = BytesProvider.begin();
        Scenario.run(false);
        capture.keys().forEach(System.out::println);
    }
}
