// SPDX-License-Identifier: Apache-2.0
package dev.ketch.testkit.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Serves a connection that speaks the binary protocol: checks each frame and hands it to the command it is for. */
final class BinaryProtocol {
    private static final int LONGEST_KEY = 250;

    private final ServerContext context;
    private final RequestBuffer in;
    private final ReplyBuffer out;
    private final BinaryReplies replies;
    private final RetrievalCommands retrieval;
    private final StorageCommands storage;

    BinaryProtocol(ServerContext context, RequestBuffer in, ReplyBuffer out) {
        this.context = context;
        this.in = in;
        this.out = out;
        this.replies = new BinaryReplies(out);
        this.retrieval = new RetrievalCommands(context, replies);
        this.storage = new StorageCommands(context, in, replies);
    }

    /** Serves until the client closes, quits or sends what cannot be followed. */
    void serve() throws IOException {
        while (in.await(Frame.HEADER_LENGTH)) {
            Frame frame = Frame.parse(in.take(Frame.HEADER_LENGTH));
            if (frame.magic() != Frame.REQUEST_MAGIC || frame.prefixLength() > RequestBuffer.LIMIT) {
                // No longer in step with the client: nothing that is said now would be understood.
                out.discard();
                return;
            }
            if (!in.await(frame.prefixLength()) || !serve(frame)) {
                return;
            }
        }
    }

    private boolean serve(Frame frame) throws IOException {
        byte[] extras = new byte[frame.extrasLength()];
        in.take(extras.length).get(extras);
        String key =
                StandardCharsets.ISO_8859_1.decode(in.take(frame.keyLength())).toString();
        if (frame.valueLength() < 0) {
            replies.error(frame, Status.UNKNOWN_COMMAND);
            return false;
        }
        if (frame.keyLength() > LONGEST_KEY) {
            replies.error(frame, Status.INVALID_ARGUMENTS);
            return false;
        }
        Opcode opcode = Opcode.of(frame.opcode());
        if (opcode == null) {
            replies.error(frame, Status.UNKNOWN_COMMAND);
            // memcached forgets that it has consumed extras and key and skips as many bytes too many.
            in.skip(frame.bodyLength());
            return true;
        }
        if (!opcode.accepts(frame)) {
            replies.error(frame, Status.INVALID_ARGUMENTS);
            return false;
        }
        return execute(opcode, frame, ByteBuffer.wrap(extras), key);
    }

    private boolean execute(Opcode opcode, Frame frame, ByteBuffer extras, String key) throws IOException {
        boolean quiet = opcode.isQuiet(frame.opcode());
        switch (opcode) {
            case GET -> retrieval.get(frame, key, false, quiet);
            case GETK -> retrieval.get(frame, key, true, quiet);
            case GAT -> retrieval.getAndTouch(frame, extras, key, false, quiet);
            case GATK -> retrieval.getAndTouch(frame, extras, key, true, quiet);
            case TOUCH -> retrieval.touch(frame, extras, key);
            case SET -> storage.store(ItemStore.Mode.SET, frame, extras, key, quiet);
            case ADD -> storage.store(ItemStore.Mode.ADD, frame, extras, key, quiet);
            case REPLACE -> storage.store(ItemStore.Mode.REPLACE, frame, extras, key, quiet);
            case APPEND -> storage.join(ItemStore.Mode.APPEND, frame, key, quiet);
            case PREPEND -> storage.join(ItemStore.Mode.PREPEND, frame, key, quiet);
            case DELETE -> storage.delete(frame, key, quiet);
            case INCREMENT -> storage.count(true, frame, extras, key, quiet);
            case DECREMENT -> storage.count(false, frame, extras, key, quiet);
            case FLUSH -> storage.flush(frame, extras, quiet);
            case NOOP -> {
                replies.ok(frame, 0);
                out.flush();
            }
            case VERSION -> replies.value(frame, EmbeddedMemcached.VERSION.getBytes(StandardCharsets.US_ASCII), 0);
            case STAT -> stat(frame, key);
            case SASL_LIST, SASL_AUTH, SASL_STEP -> {
                // There is no SASL here; memcached without it says the same.
                replies.error(frame, Status.UNKNOWN_COMMAND);
                in.skip(frame.valueLength());
            }
            case QUIT -> {
                if (!quiet) {
                    replies.ok(frame, 0);
                }
                return false;
            }
        }
        return true;
    }

    private void stat(Frame frame, String group) throws IOException {
        List<Statistics.Statistic> statistics = context.statistics().group(group);
        if (statistics == null) {
            replies.error(frame, Status.NOT_FOUND);
            return;
        }
        for (Statistics.Statistic statistic : statistics) {
            replies.statistic(frame, statistic.name(), statistic.value());
        }
        replies.statistic(frame, "", "");
    }
}
