// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ketch.testkit.MemcachedProcess;
import java.io.Serializable;
import java.util.Set;
import javax.cache.Cache;
import org.junit.jupiter.api.Test;

/** Keys that carry a hash which is another in every JVM, as Hibernate's do whose parts are enums. */
class KeysOfOtherJvmsTest {
    private static final class Stamped implements Serializable {
        private static final long serialVersionUID = 1L;

        private final String id;
        private final int hashCode;

        Stamped(String id, int hashCode) {
            this.id = id;
            this.hashCode = hashCode;
        }

        @Override
        public int hashCode() {
            return hashCode;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Stamped stamped && stamped.hashCode == hashCode && stamped.id.equals(id);
        }
    }

    @Test
    void areFoundAndRemovedAndReplaced() {
        try (MemcachedProcess server = MemcachedProcess.start();
                Jvms jvms = new Jvms("?timeout=20s", server)) {
            Cache<Stamped, String> here = jvms.open("orders");
            Cache<Stamped, String> there = jvms.openElsewhere("orders");
            here.put(new Stamped("a", 1), "of a");
            here.put(new Stamped("b", 1), "of b");
            assertThat(there.get(new Stamped("a", 2))).isEqualTo("of a");
            assertThat(there.getAll(Set.of(new Stamped("b", 3))).values()).containsExactly("of b");
            assertThat(there.replace(new Stamped("a", 2), "of a", "new")).isTrue();
            assertThat(here.get(new Stamped("a", 1))).isEqualTo("new");
            assertThat(there.remove(new Stamped("a", 2))).isTrue();
            assertThat(here.get(new Stamped("a", 1))).isNull();
        }
    }
}
