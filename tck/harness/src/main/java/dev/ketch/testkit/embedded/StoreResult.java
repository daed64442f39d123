// SPDX-License-Identifier: Apache-2.0
package dev.ketch.testkit.embedded;

/** Outcome of a store, delete, INCR or DECR: the CAS and the number are 0 unless the status is OK. */
record StoreResult(Status status, long cas, long number) {
    static StoreResult failed(Status status) {
        return new StoreResult(status, 0, 0);
    }

    static StoreResult stored(long cas) {
        return new StoreResult(Status.OK, cas, 0);
    }

    static StoreResult counted(long cas, long number) {
        return new StoreResult(Status.OK, cas, number);
    }
}
