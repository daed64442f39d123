// SPDX-License-Identifier: Apache-2.0
/** Code that documents show, for tests that compile and run it. */
@NullMarked
package dev.ketch.testkit.docs;

import org.jspecify.annotations.NullMarked;
