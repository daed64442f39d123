// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.gadget;

import java.io.Serializable;
import java.util.Hashtable;
import java.util.concurrent.atomic.AtomicInteger;
import javax.naming.Context;
import javax.naming.Name;
import javax.naming.spi.ObjectFactory;

/** What the attacks do: nothing but ring. */
public final class Alarm {
    private static final AtomicInteger RUNG = new AtomicInteger();

    private Alarm() {}

    /** For the chains that call a static method. */
    public static String ring() {
        RUNG.incrementAndGet();
        return "rung";
    }

    /** For the chains that compare. */
    public static int compare(Object first, Object second) {
        ring();
        return 0;
    }

    static int rung() {
        return RUNG.get();
    }

    /** For the chains that call getters. */
    public static final class Bean implements Serializable, Cloneable {
        private static final long serialVersionUID = 1L;

        public String getBell() {
            return ring();
        }
    }

    /** For the chains that make an object of any class by its name. */
    public static final class Factory implements ObjectFactory {
        public Factory() {
            ring();
        }

        @Override
        public Object getObjectInstance(Object reference, Name name, Context context, Hashtable<?, ?> environment) {
            return "made";
        }
    }
}
