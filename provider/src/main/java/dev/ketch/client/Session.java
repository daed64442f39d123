// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client;

/**
 * Ties a write with a CAS to the connection on which that CAS was read. A server that restarts counts its CAS from 1
 * again, so an old CAS can fit another item; over the same connection that cannot happen.
 */
public interface Session {}
