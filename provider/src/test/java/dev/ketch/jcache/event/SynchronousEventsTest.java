// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.Closeable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.configuration.CacheEntryListenerConfiguration;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.event.CacheEntryCreatedListener;
import javax.cache.event.CacheEntryEvent;
import javax.cache.event.CacheEntryEventFilter;
import javax.cache.event.CacheEntryListenerException;
import javax.cache.event.EventType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SynchronousEventsTest {
    private final Cache<String, Integer> cache = Sources.named("orders");
    private final CacheEvents<String, Integer> events = new CacheEvents<>("orders", List.of());

    @AfterEach
    void close() {
        events.close();
    }

    @Test
    void aListenerHearsEverythingBeforeTheOperationReturns() {
        Recorder recorder = new Recorder();
        events.register(recorder.registration(true, true));

        Publishing.to(events).created(cache, "a", 1);
        Publishing.to(events).updated(cache, "a", 1, 2);
        Publishing.to(events).removed(cache, "a", 2);
        Publishing.to(events).expired(cache, "b", 3);

        assertThat(recorder.heard())
                .containsExactly("CREATED a null 1", "UPDATED a 1 2", "REMOVED a 2 2", "EXPIRED b 3 3");
        assertThat(recorder.events)
                .extracting(CacheEntryEvent::isOldValueAvailable)
                .containsExactly(false, true, true, true);
        assertThat(recorder.events)
                .allSatisfy(event -> assertThat(event.getSource()).isSameAs(cache));
    }

    @Test
    void withoutOldValuesARemovedEntryHasNoValueEither() {
        Recorder without = new Recorder();
        Recorder with = new Recorder();
        events.register(without.registration(false, true));
        events.register(with.registration(true, true));

        Publishing.to(events).updated(cache, "a", 1, 2);
        Publishing.to(events).removed(cache, "a", 2);
        Publishing.to(events).expired(cache, "a", 2);
        Publishing.to(events).updated(cache, "b", null, 2);
        Publishing.to(events).removed(cache, "b", null);

        assertThat(without.heard())
                .containsExactly(
                        "UPDATED a null 2",
                        "REMOVED a null null",
                        "EXPIRED a null null",
                        "UPDATED b null 2",
                        "REMOVED b null null");
        assertThat(without.events)
                .extracting(CacheEntryEvent::isOldValueAvailable)
                .containsOnly(false);
        assertThat(with.heard())
                .containsExactly(
                        "UPDATED a 1 2", "REMOVED a 2 2", "EXPIRED a 2 2", "UPDATED b null 2", "REMOVED b null null");
    }

    @Test
    void whoListensIsKnown() {
        assertThat(EventType.values()).noneMatch(events::listensTo).noneMatch(events::wantsOldValue);

        CacheEntryListenerConfiguration<String, Integer> creations = new MutableCacheEntryListenerConfiguration<>(
                () -> (CacheEntryCreatedListener<String, Integer>) more -> {}, null, false, true);
        events.register(creations);
        assertThat(events.listensTo(EventType.CREATED)).isTrue();
        assertThat(events.listensTo(EventType.UPDATED)).isFalse();
        assertThat(events.wantsOldValue(EventType.CREATED)).isFalse();

        CacheEntryListenerConfiguration<String, Integer> all = new Recorder().registration(true, true);
        events.register(all);
        assertThat(EventType.values()).allMatch(events::listensTo).allMatch(events::wantsOldValue);

        events.deregister(all);
        assertThat(events.listensTo(EventType.CREATED)).isTrue();
        assertThat(events.listensTo(EventType.REMOVED)).isFalse();
        assertThat(EventType.values()).noneMatch(events::wantsOldValue);
    }

    @Test
    void theFilterIsAskedFirst() {
        Recorder recorder = new Recorder();
        events.register(
                recorder.registration(true, true, event -> event.getKey().startsWith("a")));

        Publishing.to(events).created(cache, "a1", 1);
        Publishing.to(events).created(cache, "b1", 1);

        assertThat(recorder.heard()).containsExactly("CREATED a1 null 1");
    }

    @Test
    void whatAListenerThrowsIsWrappedOnceAndAllOthersAreCalled() {
        RuntimeException problem = new IllegalStateException("listener");
        CacheEntryListenerException already = new CacheEntryListenerException("already");
        Error error = new AssertionError("error");
        Recorder last = new Recorder();
        events.register(new Recorder(event -> sneaky(problem)).registration(true, true));
        events.register(new Recorder(event -> sneaky(already)).registration(true, true));
        events.register(new Recorder(event -> sneaky(error)).registration(true, true));
        events.register(last.registration(true, true));

        CacheEntryListenerException thrown = catchThrowableOfType(
                CacheEntryListenerException.class, () -> Publishing.to(events).created(cache, "a", 1));

        assertThat(thrown).hasCause(problem).hasMessageContaining("CREATED of key [a] in cache [orders]");
        assertThat(thrown.getSuppressed()).hasSize(2);
        assertThat(thrown.getSuppressed()[0]).isSameAs(already);
        assertThat(thrown.getSuppressed()[1])
                .isInstanceOf(CacheEntryListenerException.class)
                .hasCause(error);
        assertThat(last.heard()).containsExactly("CREATED a null 1");
    }

    @Test
    void aFilterThatThrowsCountsAsItsListener() {
        Recorder recorder = new Recorder();
        Recorder other = new Recorder();
        RuntimeException problem = new IllegalStateException("filter");
        events.register(recorder.registration(false, true, event -> {
            throw problem;
        }));
        events.register(other.registration(false, true));

        assertThatThrownBy(() -> Publishing.to(events).created(cache, "a", 1))
                .isInstanceOf(CacheEntryListenerException.class)
                .hasCause(problem);
        assertThat(recorder.heard()).isEmpty();
        assertThat(other.heard()).hasSize(1);
    }

    @Test
    @SuppressWarnings("NullAway") // what is wrong on purpose
    void aListenerIsRegisteredOnce() {
        CacheEntryListenerConfiguration<String, Integer> registration = new Recorder().registration(true, true);
        events.register(registration);

        assertThatThrownBy(() -> events.register(new MutableCacheEntryListenerConfiguration<>(registration)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cache [orders]")
                .hasMessageContaining("already registered");
        assertThatNullPointerException().isThrownBy(() -> events.register(null));
        assertThatNullPointerException().isThrownBy(() -> events.deregister(null));
    }

    @Test
    void deregisteringClosesListenerAndFilter() {
        Recorder recorder = new Recorder();
        CloseableFilter filter = new CloseableFilter();
        CacheEntryListenerConfiguration<String, Integer> registration = recorder.registration(true, true, filter);
        events.register(registration);

        events.deregister(registration);
        events.deregister(registration);
        Publishing.to(events).created(cache, "a", 1);

        assertThat(recorder.closed).hasValue(1);
        assertThat(filter.closed).isEqualTo(1);
        assertThat(recorder.heard()).isEmpty();
    }

    @Test
    void closingClosesAllEvenIfOneThrows() {
        Recorder one = new Recorder() {
            @Override
            public void close() {
                super.close();
                throw new IllegalStateException("close");
            }
        };
        CloseableFilter filter = new CloseableFilter();
        Recorder two = new Recorder();
        events.register(one.registration(true, true, filter));
        events.register(two.registration(true, true));

        assertThatThrownBy(events::close)
                .isInstanceOf(CacheException.class)
                .hasMessageContaining("cache [orders]")
                .hasRootCauseMessage("close");
        events.close();

        assertThat(one.closed).hasValue(1);
        assertThat(filter.closed).isEqualTo(1);
        assertThat(two.closed).hasValue(1);
        assertThat(EventType.values()).noneMatch(events::listensTo);
        assertThatThrownBy(() -> events.register(two.registration(true, true)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("cache [orders] is closed");
    }

    @Test
    void whatWasMadeIsClosedIfALaterOneCannotBeMade() {
        Recorder first = new Recorder();
        List<CacheEntryListenerConfiguration<String, Integer>> initial = new ArrayList<>();
        initial.add(first.registration(true, true));
        initial.add(new MutableCacheEntryListenerConfiguration<>(
                () -> {
                    throw new IllegalStateException("factory");
                },
                null,
                true,
                true));

        assertThatThrownBy(() -> new CacheEvents<>("orders", initial))
                .isInstanceOf(CacheException.class)
                .hasMessageContaining("cache [orders]")
                .hasRootCauseMessage("factory");
        assertThat(first.closed).hasValue(1);
    }

    @Test
    void aListenerMayRegisterAndDeregisterFromAnotherThread() {
        Recorder late = new Recorder();
        CacheEntryListenerConfiguration<String, Integer> lateRegistration = late.registration(true, true);
        Recorder meddler =
                new Recorder(event -> CompletableFuture.runAsync(() -> {
                            events.register(lateRegistration);
                            Publishing.to(events).created(cache, "inner", 0);
                            events.deregister(lateRegistration);
                        })
                        .orTimeout(10, TimeUnit.SECONDS)
                        .join()) {
                    @Override
                    public void onCreated(Iterable<CacheEntryEvent<? extends String, ? extends Integer>> more) {
                        // Not again for the event made inside.
                    }
                };
        events.register(meddler.registration(true, true));

        Publishing.to(events).removed(cache, "outer", 1);

        assertThat(late.heard()).containsExactly("CREATED inner null 0");
        assertThat(late.closed).hasValue(1);
    }

    private static void sneaky(Throwable throwable) {
        SynchronousEventsTest.<RuntimeException>throwAs(throwable);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T extends Throwable> void throwAs(Throwable throwable) throws T {
        throw (T) throwable;
    }

    private static final class CloseableFilter implements CacheEntryEventFilter<String, Integer>, Closeable {
        int closed;

        @Override
        public boolean evaluate(CacheEntryEvent<? extends String, ? extends Integer> event) {
            return true;
        }

        @Override
        public void close() {
            closed++;
        }
    }

    @Test
    void aListenerIsNotClosedWhileItIsCalledNorCalledOnceItIsClosed() throws Exception {
        CountDownLatch called = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Recorder first = new Recorder(event -> {
            called.countDown();
            try {
                assertThat(release.await(20, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        Recorder second = new Recorder();
        events.register(first.registration(false, true));
        events.register(second.registration(false, true));
        CompletableFuture<Void> publishing =
                CompletableFuture.runAsync(() -> Publishing.to(events).created(cache, "a", 1));
        assertThat(called.await(20, TimeUnit.SECONDS)).isTrue();

        events.close();
        assertThat(first.closed).hasValue(0);
        assertThat(second.closed).hasValue(1);
        release.countDown();
        publishing.get(20, TimeUnit.SECONDS);

        assertThat(first.closed).hasValue(1);
        assertThat(first.heard()).containsExactly("CREATED a null 1");
        assertThat(second.heard()).isEmpty();
        events.close();
        assertThat(first.closed).hasValue(1);
    }

    @Test
    void aListenerMayDeregisterItself() {
        List<CacheEntryListenerConfiguration<String, Integer>> own = new ArrayList<>();
        Recorder recorder = new Recorder(event -> events.deregister(own.get(0)));
        own.add(recorder.registration(false, true));
        events.register(own.get(0));

        Publishing.to(events).created(cache, "a", 1);
        Publishing.to(events).created(cache, "b", 1);

        assertThat(recorder.heard()).containsExactly("CREATED a null 1");
        assertThat(recorder.closed).hasValue(1);
    }
}
