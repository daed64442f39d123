// SPDX-License-Identifier: Apache-2.0
package dev.ketch.testkit.embedded;

import static dev.ketch.testkit.embedded.Counters.Counter;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** GET, GAT, TOUCH and their forms that repeat the key or keep silent about a miss. */
final class RetrievalCommands {
    private static final byte[] NO_VALUE = new byte[0];

    private final ItemStore store;
    private final ServerClock clock;
    private final Counters counters;
    private final BinaryReplies replies;

    RetrievalCommands(ServerContext context, BinaryReplies replies) {
        this.store = context.store();
        this.clock = context.clock();
        this.counters = context.counters();
        this.replies = replies;
    }

    void get(Frame frame, String key, boolean withKey, boolean quiet) throws IOException {
        Item item = store.get(key);
        counters.add(Counter.CMD_GET);
        counters.add(item == null ? Counter.GET_MISSES : Counter.GET_HITS);
        reply(frame, key, item, withKey, quiet);
    }

    /** The value is sent even if the new deadline is past: only the next request finds the item dead. */
    void getAndTouch(Frame frame, ByteBuffer extras, String key, boolean withKey, boolean quiet) throws IOException {
        reply(frame, key, touched(key, extras), withKey, quiet);
    }

    void touch(Frame frame, ByteBuffer extras, String key) throws IOException {
        Item item = touched(key, extras);
        if (item == null) {
            replies.error(frame, Status.NOT_FOUND);
        } else {
            replies.item(frame, "", item, NO_VALUE);
        }
    }

    private @Nullable Item touched(String key, ByteBuffer extras) {
        Item item = store.touch(key, clock.expiry(Integer.toUnsignedLong(extras.getInt())));
        counters.add(Counter.CMD_TOUCH);
        counters.add(item == null ? Counter.TOUCH_MISSES : Counter.TOUCH_HITS);
        return item;
    }

    private void reply(Frame frame, String key, @Nullable Item item, boolean withKey, boolean quiet)
            throws IOException {
        if (item != null) {
            replies.item(frame, withKey ? key : "", item, item.value());
        } else if (quiet) {
            return;
        } else if (withKey) {
            replies.missingKey(frame, key);
        } else {
            replies.error(frame, Status.NOT_FOUND);
        }
    }
}
