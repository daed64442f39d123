// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.table;

import java.util.ArrayList;
import java.util.List;

/** All lines of the table. */
final class Cases {

    private final List<Case> cases = new ArrayList<>();

    static List<Case> all() throws Exception {
        Cases all = new Cases();
        ValueCases.addTo(all);
        CollectionCases.addTo(all);
        ViewCases.addTo(all);
        ApplicationCases.addTo(all);
        FrameworkCases.addTo(all);
        return List.copyOf(all.cases);
    }

    void same(String name, Object value) {
        add(name, value, Case.Kind.SAME, "");
    }

    void structure(String name, Object value) {
        add(name, value, Case.Kind.STRUCTURE, "");
    }

    void singleton(String name, Object value) {
        add(name, value, Case.Kind.SINGLETON, "");
    }

    void changed(String name, Object value, String reason) {
        add(name, value, Case.Kind.CHANGED, reason);
    }

    void refused(String name, Object value, String reason) {
        add(name, value, Case.Kind.REFUSED, reason);
    }

    private void add(String name, Object value, Case.Kind kind, String reason) {
        if (cases.stream().anyMatch(c -> c.name().equals(name))) {
            throw new IllegalStateException("two lines named " + name);
        }
        cases.add(new Case(name, value, kind, reason));
    }
}
