// SPDX-License-Identifier: Apache-2.0
/** The engine: connections that carry exchanges to one server. */
package dev.ketch.client.net;
