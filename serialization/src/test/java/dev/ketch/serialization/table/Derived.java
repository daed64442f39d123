// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.table;

import java.io.*;
import java.util.*;

/** Dates and numbers that applications derive. */
@SuppressWarnings("unused") // read by serializers
final class Derived {
    private Derived() {}

    static final class MyDate extends Date {
        String zone = "UTC";

        MyDate(long millis) {
            super(millis);
        }
    }

    static final class MyNumber extends Number implements Comparable<MyNumber> {
        private final int value;

        MyNumber(int value) {
            this.value = value;
        }

        @Override
        public int intValue() {
            return value;
        }

        @Override
        public long longValue() {
            return value;
        }

        @Override
        public float floatValue() {
            return value;
        }

        @Override
        public double doubleValue() {
            return value;
        }

        @Override
        public int compareTo(MyNumber other) {
            return Integer.compare(value, other.value);
        }
    }
}
