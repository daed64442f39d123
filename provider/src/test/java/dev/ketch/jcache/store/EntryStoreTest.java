// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache.store;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ketch.OnUnavailable;
import dev.ketch.client.ClientSettings;
import dev.ketch.client.MemcachedClient;
import dev.ketch.client.MemcachedClients;
import dev.ketch.jcache.store.BatchStore.Change;
import dev.ketch.jcache.store.Snapshot.State;
import dev.ketch.serialization.SerializationException;
import dev.ketch.serialization.Serializer;
import dev.ketch.serialization.Serializers;
import dev.ketch.serialization.key.WireKeys;
import dev.ketch.testkit.MemcachedProcess;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EntryStoreTest {
    private static final Serializer KRYO = Serializers.kryo(EntryStoreTest.class.getClassLoader());
    private static MemcachedProcess server;
    private static int namespaces;
    private final AtomicLong clock = new AtomicLong(System.currentTimeMillis());
    private final String namespace = "ns" + namespaces++;
    private MemcachedClient client;
    private EntryStore store;

    @BeforeAll
    static void start() {
        server = MemcachedProcess.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void open() {
        client = MemcachedClients.open(
                ClientSettings.of(List.of(new ClientSettings.Node(server.host(), server.port(), 1))));
        store = storeWith(KRYO);
    }

    @AfterEach
    void close() {
        client.close();
    }

    private EntryStore storeWith(Serializer serializer) {
        return store(client, serializer);
    }

    private EntryStore store(MemcachedClient of, Serializer serializer) {
        CacheKeys keys = CacheKeys.of(WireKeys.of(namespace, "c"));
        Availability availability = new Availability(of, OnUnavailable.FAIL, keys.counterKey(), () -> false);
        return new EntryStore(
                "c",
                of,
                keys,
                serializer,
                new Compression(null, 1 << 20),
                null,
                new Failures("c"),
                availability,
                clock::get);
    }

    private void put(EntryStore to, Object key, Object value, long deadline) {
        Slot slot = to.slot(key);
        to.put(slot, to.serialize(slot, value), deadline);
    }

    @Test
    void twoKeysThatMeetInOneDigestAreToldApart() {
        Slot slot = store.slot("k".repeat(1000));
        String twin = "t".repeat(1000);
        Slot twins = new Slot(twin, slot.wireKey(), KRYO.serialize(twin), client);
        store.put(twins, store.serialize(twins, "the twin's"), 0);
        assertThat(store.read(twins, true).value()).isEqualTo("the twin's");
        assertThat(store.read(slot, true).state()).isEqualTo(State.DEAD);
        assertThat(store.flaws().count(Flaw.KEY)).isEqualTo(1);
        assertThat(store.changes().write(store.read(slot, true), store.serialize(slot, "mine"), 0))
                .isTrue();
        assertThat(store.read(slot, true).value()).isEqualTo("mine");
        assertThat(store.read(twins, true).isLive()).isFalse();
    }

    @Test
    void aValueThatCannotBeReadIsNoEntry() {
        put(store, "k", "v", 0);
        EntryStore other = storeWith(new Serializer() {
            @Override
            public int id() {
                return KRYO.id();
            }

            @Override
            public byte[] serialize(Object value) {
                return KRYO.serialize(value);
            }

            @Override
            public Object deserialize(byte[] bytes, int offset, int length) {
                throw new SerializationException("class not found");
            }
        });
        Slot slot = other.slot("k");
        assertThat(other.read(slot, true).state()).isEqualTo(State.DEAD);
        assertThat(other.flaws().count(Flaw.VALUE)).isEqualTo(1);
        Snapshot there = other.changes().create(slot, other.serialize(slot, "new"), 0);
        assertThat(other.changes().write(requireNonNull(there), other.serialize(slot, "new"), 0))
                .isTrue();
        assertThat(store.read(slot, true).value()).isEqualTo("new");
    }

    @Test
    void theDeadlineIsExclusive() {
        Slot slot = store.slot("k");
        put(store, "k", "v", clock.get() + 1000);
        clock.addAndGet(999);
        assertThat(store.read(slot, true).isLive()).isTrue();
        clock.addAndGet(1);
        Snapshot expired = store.read(slot, true);
        assertThat(expired.isExpired()).isTrue();
        assertThat(expired.value()).isEqualTo("v");
        assertThat(store.remove(slot)).isFalse();
    }

    @Test
    void aWriteOverWhatHasChangedIsNotDone() {
        Slot slot = store.slot("k");
        Snapshot absent = store.read(slot, true);
        put(store, "k", "1", 0);
        assertThat(store.changes().write(absent, store.serialize(slot, "2"), 0)).isFalse();
        Snapshot one = store.read(slot, true);
        put(store, "k", "3", 0);
        assertThat(store.changes().write(one, store.serialize(slot, "4"), 0)).isFalse();
        assertThat(store.changes().delete(one)).isFalse();
        assertThat(store.batches()
                        .applyAll(
                                List.of(new Change(one, store.serialize(slot, "5"), 0), new Change(one, null, 0)), true)
                        .done())
                .containsExactly(Applied.CONFLICT, Applied.CONFLICT);
        Snapshot three = store.read(slot, true);
        assertThat(three.value()).isEqualTo("3");
        assertThat(store.changes().delete(three)).isTrue();
        assertThat(store.changes().write(three, store.serialize(slot, "6"), 0)).isFalse();
        assertThat(store.read(slot, true).state()).isEqualTo(State.ABSENT);
    }

    @Test
    void aSnapshotOfAnEarlierRunOfTheServerWritesNothing() {
        try (MemcachedProcess own = MemcachedProcess.start();
                MemcachedClient restarted = MemcachedClients.open(
                        ClientSettings.of(List.of(new ClientSettings.Node(own.host(), own.port(), 1))))) {
            EntryStore there = store(restarted, KRYO);
            put(there, "k", "old", 0);
            Slot slot = there.slot("k");
            Snapshot old = there.read(slot, true);
            own.restart();
            boolean written = false;
            try {
                written = there.changes().write(old, there.serialize(slot, "stale"), 0);
            } catch (javax.cache.CacheException e) {
                assertThat(e).hasMessageContaining(own.address());
            }
            assertThat(written).isFalse();
        }
    }

    @Test
    void countersArePaddedWithBlanks() {
        assertThat(Generations.parse("17".getBytes(StandardCharsets.US_ASCII))).isEqualTo(17);
        assertThat(Generations.parse("17   ".getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo(17);
        assertThat(Generations.parse("18446744073709551615".getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo(-1L);
        assertThat(Generations.parse("x".getBytes(StandardCharsets.US_ASCII))).isZero();
        assertThat(Generations.parse(new byte[0])).isZero();
    }
}
