// SPDX-License-Identifier: Apache-2.0
/**
 * Runs the JSR-107 TCK on memcached servers and says how it went.
 *
 * <p>A green TCK proves little by itself: a test that the ExcludeList names is reported as passed, a run that finds no
 * test class is green too, and so is one whose data never reaches memcached, or one whose container of beans failed to
 * start. So the TCK runs in a JVM of its own ({@link dev.ketch.tck.TckMain}), and the gates, which are tests, compare what
 * ran, what excluded itself, what failed ({@link dev.ketch.tck.TckRun}) and what the servers counted ({@link
 * dev.ketch.tck.ServerCounters}) with what must be.
 */
package dev.ketch.tck;
