// SPDX-License-Identifier: Apache-2.0
/** Methods cached by JSR-107's annotations, with Spring, on memcached. */
package dev.ketch.samples.annotations;
