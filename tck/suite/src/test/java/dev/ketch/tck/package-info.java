// SPDX-License-Identifier: Apache-2.0
/**
 * Runs the JSR-107 TCK on a real memcached and judges the run.
 *
 * <p>A green TCK proves little by itself: a test that the ExcludeList names is reported as passed, a run that finds no
 * test class is green too, and so is one whose data never reaches memcached. So the TCK runs in a JVM of its own ({@link
 * dev.ketch.tck.TckMain}), and the gate ({@link dev.ketch.tck.TckTest}) compares what ran, what excluded itself, what
 * failed and what the server counted with what must be.
 */
package dev.ketch.tck;
