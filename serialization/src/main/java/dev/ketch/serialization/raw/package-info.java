// SPDX-License-Identifier: Apache-2.0
/** Serializers that add nothing to a value, for items that other programs read and write too. */
@NullMarked
package dev.ketch.serialization.raw;

import org.jspecify.annotations.NullMarked;
