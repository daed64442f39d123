// SPDX-License-Identifier: Apache-2.0
package dev.ketch;

import java.io.Serializable;

/** A value of a class that a {@link ChildLoader} has of its own. */
public class Parcel implements Serializable {
    private static final long serialVersionUID = 1L;

    public int weight = 7;
}
