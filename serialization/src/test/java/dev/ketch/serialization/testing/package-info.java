// SPDX-License-Identifier: Apache-2.0
/** What several modules' tests use. */
package dev.ketch.serialization.testing;
