// SPDX-License-Identifier: Apache-2.0
/** Idle objects that are costly to make, kept for the next caller without thread-locals. */
@NullMarked
package dev.ketch.serialization.pool;

import org.jspecify.annotations.NullMarked;
