// SPDX-License-Identifier: Apache-2.0
package dev.ketch.serialization.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableMultiset;
import dev.ketch.serialization.SerializationException;
import java.io.Externalizable;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectInputStream;
import java.io.ObjectOutput;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.SimpleTimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys whose content is not in their plain fields, or in fields that look as if they had none. */
class HiddenContentTest {

    private final KeyCodec codec = new KeyCodec();
    private final WireKeys wireKeys = WireKeys.of("app", "orders");

    /** Writes its content itself. */
    private static final class Written implements Serializable {
        private static final long serialVersionUID = 1L;
        private transient int id;

        Written(int id) {
            this.id = id;
        }

        private void writeObject(ObjectOutputStream out) throws IOException {
            out.defaultWriteObject();
            out.writeInt(id);
        }

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            id = in.readInt();
        }
    }

    /** The same, in the other way. */
    public static final class External implements Externalizable {
        private static final long serialVersionUID = 1L;
        private transient int id;

        public External() {}

        External(int id) {
            this.id = id;
        }

        @Override
        public void writeExternal(ObjectOutput out) throws IOException {
            out.writeInt(id);
        }

        @Override
        public void readExternal(ObjectInput in) throws IOException {
            id = in.readInt();
        }
    }

    /** Is written as another object. */
    private static final class Replaced implements Serializable {
        private static final long serialVersionUID = 1L;
        private final transient int id;

        Replaced(int id) {
            this.id = id;
        }

        private Object writeReplace() {
            return new Form(id);
        }

        private record Form(int id) implements Serializable {}
    }

    /** Is written as another of its class. */
    private static final class Normalized implements Serializable {
        private static final long serialVersionUID = 1L;
        private final String name;

        Normalized(String name) {
            this.name = name;
        }

        private Object writeReplace() {
            return new Normalized(name.toLowerCase(java.util.Locale.ROOT));
        }
    }

    /** Its hash is content: that of a commit, say. */
    private static final class Commit implements Serializable {
        private static final long serialVersionUID = 1L;
        private final String repository;
        private final long hash;
        private final int hashCode;

        Commit(String repository, long hash, int hashCode) {
            this.repository = repository;
            this.hash = hash;
            this.hashCode = hashCode;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Commit c
                    && c.repository.equals(repository)
                    && c.hash == hash
                    && c.hashCode == hashCode;
        }

        @Override
        public int hashCode() {
            return Objects.hash(repository, hash, hashCode);
        }
    }

    /** Holds nothing but a hash. */
    private static final class Digest implements Serializable {
        private static final long serialVersionUID = 1L;
        private final int hash;

        Digest(int hash) {
            this.hash = hash;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Digest d && d.hash == hash;
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }

    /** Computes its hash when it is first asked. */
    private static final class Lazy implements Serializable {
        private static final long serialVersionUID = 1L;
        private final String name;
        private int hash;

        Lazy(String name) {
            this.name = name;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Lazy l && l.name.equals(name);
        }

        @Override
        public int hashCode() {
            if (hash == 0) {
                hash = name.hashCode();
            }
            return hash;
        }
    }

    @Test
    void transientFieldsThatAClassWritesItselfCount() {
        different(new Written(1), new Written(2));
        same(new Written(1), new Written(1));
        different(new External(1), new External(2));
        same(new External(1), new External(1));
        different(ImmutableListMultimap.of("k", "a"), ImmutableListMultimap.of("k", "b"));
    }

    @Test
    void whatAClassIsReplacedByCounts() {
        different(new Replaced(1), new Replaced(2));
        same(new Replaced(1), new Replaced(1));
        different(new Replaced(1), new Replaced.Form(1));
        same(new Normalized("A"), new Normalized("a"));
        different(new Normalized("A"), new Normalized("b"));
        different(ImmutableMultiset.of("a"), ImmutableMultiset.of("b"));
        same(ImmutableMultiset.of("a", "a"), ImmutableMultiset.of("a", "a"));
    }

    @Test
    void fieldsNamedAfterAHashCountUnlessTheyAreIt() {
        different(new Commit("r", 1, 1), new Commit("r", 2, 1));
        different(new Commit("r", 1, 1), new Commit("r", 1, 2));
        different(new Digest(1), new Digest(2));
        Lazy asked = new Lazy("n");
        assertThat(asked.hashCode()).isNotZero();
        same(asked, new Lazy("n"));
        different(new Lazy("n"), new Lazy("m"));
    }

    @Test
    void rulesOfTimeZonesCount() {
        SimpleTimeZone winter = new SimpleTimeZone(3_600_000, "X");
        SimpleTimeZone summer = new SimpleTimeZone(3_600_000, "X", 2, -1, 1, 3_600_000, 9, -1, 1, 3_600_000);
        different(winter, summer);
        same(winter, new SimpleTimeZone(3_600_000, "X"));
    }

    @Test
    void refusesPathsOfOtherFileSystems(@TempDir Path folder) throws Exception {
        try (FileSystem zip = FileSystems.newFileSystem(folder.resolve("a.zip"), Map.of("create", "true"))) {
            assertThatThrownBy(() -> codec.encode(zip.getPath("/x")))
                    .isInstanceOf(SerializationException.class)
                    .hasMessageContaining("/x")
                    .hasMessageContaining("URI");
        }
    }

    private void same(Object one, Object other) {
        assertThat(codec.encode(one)).isEqualTo(codec.encode(other));
        assertThat(wireKeys.same(one, other)).isTrue();
    }

    private void different(Object one, Object other) {
        assertThat(codec.encode(one)).isNotEqualTo(codec.encode(other));
        assertThat(wireKeys.same(one, other)).isFalse();
    }
}
