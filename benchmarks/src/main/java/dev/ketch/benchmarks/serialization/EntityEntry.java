// SPDX-License-Identifier: Apache-2.0
package dev.ketch.benchmarks.serialization;

import java.io.Serializable;
import java.math.BigDecimal;
import java.sql.Timestamp;
import java.util.Arrays;
import java.util.UUID;

/** Shaped as what Hibernate stores for a row: an item with version and time, around an entry with the columns. */
final class EntityEntry implements Serializable {
    private static final long serialVersionUID = 1L;

    private final Object value;
    private final Object version;
    private final long timestamp;

    EntityEntry() {
        this.value = new State(
                new Serializable[] {
                    "jane@example.com",
                    "Jane",
                    "Doe",
                    new UUID(0x1234_5678_9abc_def0L, 0x0fed_cba9_8765_4321L),
                    new Timestamp(1_700_000_000_123L),
                    new BigDecimal("1234.50"),
                    42L,
                    7,
                    Boolean.TRUE,
                    null
                },
                3,
                "com.example.shop.domain.Customer");
        this.version = 3;
        this.timestamp = 7_000_000_000_000L;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EntityEntry e
                && e.value.equals(value)
                && e.version.equals(version)
                && e.timestamp == timestamp;
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    private static final class State implements Serializable {
        private static final long serialVersionUID = 1L;

        private final Serializable[] columns;
        private final Object version;
        private final String subclass;

        State(Serializable[] columns, Object version, String subclass) {
            this.columns = columns;
            this.version = version;
            this.subclass = subclass;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof State s
                    && Arrays.equals(s.columns, columns)
                    && s.version.equals(version)
                    && s.subclass.equals(subclass);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(columns);
        }
    }
}
