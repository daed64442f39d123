// SPDX-License-Identifier: Apache-2.0
package dev.ketch.testkit.embedded;

import static dev.ketch.testkit.embedded.Counters.Counter;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.OptionalLong;

/** What changes items: SET and its kin, APPEND, DELETE, INCR, FLUSH. Quiet forms keep silent about success only. */
final class StorageCommands {
    /** In place of a time to live: INCR and DECR are not to create an item. */
    private static final int NO_CREATE = 0xffff_ffff;

    private static final int NUMBER_LENGTH = 8;

    private final ItemStore store;
    private final ServerClock clock;
    private final Counters counters;
    private final RequestBuffer in;
    private final BinaryReplies replies;

    StorageCommands(ServerContext context, RequestBuffer in, BinaryReplies replies) {
        this.store = context.store();
        this.clock = context.clock();
        this.counters = context.counters();
        this.in = in;
        this.replies = replies;
    }

    void store(ItemStore.Mode mode, Frame frame, ByteBuffer extras, String key, boolean quiet) throws IOException {
        int flags = extras.getInt();
        long expiresAt = clock.expiry(Integer.toUnsignedLong(extras.getInt()));
        if (!store.fits(key, flags, frame.valueLength())) {
            if (mode == ItemStore.Mode.SET) {
                // Nobody may go on reading the value that this one was to replace, whatever the CAS.
                store.drop(key);
            }
            refuse(frame);
            return;
        }
        byte[] value = in.read((int) frame.valueLength());
        counters.add(Counter.CMD_SET);
        reply(frame, store.store(mode, key, value, flags, expiresAt, frame.cas()), quiet);
    }

    void join(ItemStore.Mode mode, Frame frame, String key, boolean quiet) throws IOException {
        if (!store.fits(key, 0, frame.valueLength())) {
            refuse(frame);
            return;
        }
        byte[] bytes = in.read((int) frame.valueLength());
        counters.add(Counter.CMD_SET);
        reply(frame, store.join(mode, key, bytes, frame.cas()), quiet);
    }

    void delete(Frame frame, String key, boolean quiet) throws IOException {
        reply(frame, store.remove(key, frame.cas()), quiet);
    }

    void count(boolean up, Frame frame, ByteBuffer extras, String key, boolean quiet) throws IOException {
        long delta = extras.getLong();
        long initial = extras.getLong();
        int exptime = extras.getInt();
        OptionalLong expiresAt = exptime == NO_CREATE
                ? OptionalLong.empty()
                : OptionalLong.of(clock.expiry(Integer.toUnsignedLong(exptime)));
        StoreResult result = store.count(up, key, delta, initial, expiresAt, frame.cas());
        if (result.status() != Status.OK) {
            replies.error(frame, result.status());
        } else if (!quiet) {
            byte[] number =
                    ByteBuffer.allocate(NUMBER_LENGTH).putLong(result.number()).array();
            replies.value(frame, number, result.cas());
        }
    }

    void flush(Frame frame, ByteBuffer extras, boolean quiet) throws IOException {
        store.flush(extras.hasRemaining() ? Integer.toUnsignedLong(extras.getInt()) : 0);
        counters.add(Counter.CMD_FLUSH);
        if (!quiet) {
            replies.ok(frame, 0);
        }
    }

    private void refuse(Frame frame) throws IOException {
        replies.error(frame, Status.TOO_LARGE);
        in.skip(frame.valueLength());
    }

    private void reply(Frame frame, StoreResult result, boolean quiet) throws IOException {
        if (result.status() != Status.OK) {
            replies.error(frame, result.status());
        } else if (!quiet) {
            replies.ok(frame, result.cas());
        }
    }
}
