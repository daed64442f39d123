// SPDX-License-Identifier: Apache-2.0
package dev.ketch.benchmarks.serialization;

import java.io.Serializable;
import java.util.Objects;

/** Five fields. */
final class Order implements Serializable {
    private static final long serialVersionUID = 1L;

    private final long id;
    private final String customer;
    private final int quantity;
    private final double price;
    private final boolean paid;

    Order(long id, String customer, int quantity, double price, boolean paid) {
        this.id = id;
        this.customer = customer;
        this.quantity = quantity;
        this.price = price;
        this.paid = paid;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Order o
                && o.id == id
                && o.customer.equals(customer)
                && o.quantity == quantity
                && o.price == price
                && o.paid == paid;
    }

    @Override
    public int hashCode() {
        return Objects.hash(id, customer, quantity, price, paid);
    }
}
