// SPDX-License-Identifier: Apache-2.0
/** memcached's binary protocol: opcodes, statuses, frames and their codec. Pure functions, no I/O. */
package dev.ketch.client.protocol;
