// SPDX-License-Identifier: Apache-2.0
package dev.ketch.testkit.proxy;

/** Which way bytes travel through the proxy. */
public enum Direction {
    /** Requests. */
    TO_SERVER,
    /** Answers. */
    TO_CLIENT
}
