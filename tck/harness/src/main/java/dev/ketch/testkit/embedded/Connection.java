// SPDX-License-Identifier: Apache-2.0
package dev.ketch.testkit.embedded;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;

/** One client: picks the protocol by the first byte and serves it until either side ends the connection. */
final class Connection implements Runnable, Closeable {
    private final ServerContext context;
    private final Socket socket;

    Connection(ServerContext context, Socket socket) {
        this.context = context;
        this.socket = socket;
    }

    @Override
    public void run() {
        try (socket) {
            socket.setTcpNoDelay(true);
            ReplyBuffer out = new ReplyBuffer(socket.getOutputStream());
            RequestBuffer in = new RequestBuffer(socket.getInputStream(), out);
            serve(in, out);
            out.flush();
        } catch (EOFException e) {
            // The client closed in the middle of a request, which is its right.
        } catch (IOException e) {
            // Reset by the client, or closed under this thread by close(): nobody is left to be told.
        }
    }

    private void serve(RequestBuffer in, ReplyBuffer out) throws IOException {
        if (!in.await(1)) {
            return;
        }
        if (in.peek() == Frame.REQUEST_MAGIC) {
            new BinaryProtocol(context, in, out).serve();
        } else {
            new TextProtocol(context, in, out).serve();
        }
    }

    /** Cuts the connection; a thread that is blocked on it wakes up. */
    @Override
    public void close() throws IOException {
        socket.close();
    }
}
