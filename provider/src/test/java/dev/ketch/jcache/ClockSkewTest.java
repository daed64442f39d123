// SPDX-License-Identifier: Apache-2.0
package dev.ketch.jcache;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;
import javax.cache.expiry.TouchedExpiryPolicy;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** JVMs whose clocks differ, and what that does to an entry's time. */
@Timeout(60)
class ClockSkewTest extends JvmsOnOneServer {
    private static final long LIFE = TimeUnit.MINUTES.toMillis(10);
    private static final long HOUR = TimeUnit.HOURS.toMillis(1);

    private final AtomicLong writersClock = new AtomicLong(System.currentTimeMillis());
    private final AtomicLong readersClock = new AtomicLong(writersClock.get());
    private JCache<String, String> writer;
    private JCache<String, String> reader;

    @BeforeEach
    void openCaches() {
        Duration life = new Duration(TimeUnit.MILLISECONDS, LIFE);
        writer = new JCache<>(
                jvms.open("c", Jvms.<String, String>plain().setExpiryPolicyFactory(CreatedExpiryPolicy.factoryOf(life)))
                        .context,
                writersClock::get);
        reader = new JCache<>(jvms.<String, String>openElsewhere("c").context, readersClock::get);
    }

    private long secondsLeft(String cache, String key) {
        return TextTalk.secondsLeft(server, new String(jvms.wireKey(cache, key), StandardCharsets.US_ASCII));
    }

    @Test
    void forAClockThatIsAheadAnEntryEndsAsMuchEarlier() {
        readersClock.addAndGet(HOUR);
        writer.put("k", "v");
        assertThat(reader.get("k")).isNull();
        assertThat(reader.getAll(Set.of("k"))).isEmpty();
        assertThat(writer.get("k")).isEqualTo("v");

        readersClock.set(writersClock.get() + LIFE - 1);
        assertThat(reader.get("k")).isEqualTo("v");
        readersClock.incrementAndGet();
        assertThat(reader.get("k")).isNull();
        assertThat(reader.putIfAbsent("k", "its own")).isTrue();
        assertThat(writer.get("k")).isEqualTo("its own");
    }

    @Test
    void forAClockThatIsBehindItEndsWithTheItem() {
        readersClock.addAndGet(-HOUR);
        writer.put("k", "v");
        // Memcached's own clock, however far behind the reader's is.
        assertThat(secondsLeft("c", "k")).isBetween(LIFE / 1000 - 60, LIFE / 1000 + 2);
        writersClock.addAndGet(LIFE);
        assertThat(writer.get("k")).isNull();
        assertThat(reader.get("k")).isEqualTo("v");
    }

    @Test
    void thatIsFourSecondsAfterItsDeadlineAtMost() {
        JCache<String, String> brief = new JCache<>(
                jvms.open(
                                "brief",
                                Jvms.<String, String>plain()
                                        .setExpiryPolicyFactory(
                                                CreatedExpiryPolicy.factoryOf(new Duration(TimeUnit.MILLISECONDS, 1))))
                        .context,
                writersClock::get);
        JCache<String, String> behind = new JCache<>(
                jvms.<String, String>openElsewhere("brief").context, () -> System.currentTimeMillis() - HOUR);
        brief.put("k", "v");
        // And one more, as long as a second is under way and another is left out by memcached's clock.
        assertThat(secondsLeft("brief", "k")).isLessThanOrEqualTo(3);
        Awaiting.until(() -> behind.get("k") == null);
    }

    @Test
    void aClockThatIsWrongDoesNoHarmToItsOwnEntries() {
        for (long wrongBy : new long[] {-24 * HOUR, 24 * HOUR}) {
            writersClock.set(System.currentTimeMillis() + wrongBy);
            writer.put("k", "v");
            assertThat(writer.get("k")).isEqualTo("v");
            assertThat(secondsLeft("c", "k")).isBetween(LIFE / 1000 - 60, LIFE / 1000 + 2);
            writersClock.addAndGet(LIFE);
            assertThat(writer.get("k")).isNull();
        }
    }

    /** More than 30 days are sent as a point in time, which is the server's. */
    @Test
    void overThirtyDaysTheServersClockCountsToo() {
        long days = TimeUnit.DAYS.toMillis(40);
        JCache<String, String> distant = new JCache<>(
                jvms.open(
                                "distant",
                                Jvms.<String, String>plain()
                                        .setExpiryPolicyFactory(TouchedExpiryPolicy.factoryOf(
                                                new Duration(TimeUnit.MILLISECONDS, days))))
                        .context,
                writersClock::get);
        writersClock.addAndGet(-HOUR);
        distant.put("k", "v");
        assertThat(secondsLeft("distant", "k")).isBetween((days - HOUR) / 1000 - 60, (days - HOUR) / 1000 + 5);
        writersClock.addAndGet(2 * HOUR);
        distant.put("k", "v");
        assertThat(secondsLeft("distant", "k")).isBetween((days + HOUR) / 1000 - 60, (days + HOUR) / 1000 + 5);
    }
}
