// SPDX-License-Identifier: Apache-2.0
package dev.ketch.testkit.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Serves a connection that speaks text: the commands for tools, none for items. */
final class TextProtocol {
    private final ServerContext context;
    private final RequestBuffer in;
    private final ReplyBuffer out;

    TextProtocol(ServerContext context, RequestBuffer in, ReplyBuffer out) {
        this.context = context;
        this.in = in;
        this.out = out;
    }

    /** Serves until the client closes, quits or sends a line without end. */
    void serve() throws IOException {
        for (String line = in.line(); line != null; line = in.line()) {
            List<String> words = words(line);
            String command = words.isEmpty() ? "" : words.get(0);
            switch (command) {
                case "version" -> reply("VERSION " + EmbeddedMemcached.VERSION);
                case "stats" -> stats(words.size() < 2 ? "" : words.get(1));
                case "lru_crawler" -> crawler(words);
                case "quit" -> {
                    return;
                }
                default -> reply("ERROR");
            }
        }
    }

    private void stats(String group) throws IOException {
        List<Statistics.Statistic> statistics = context.statistics().group(group);
        if (statistics == null) {
            reply("ERROR");
            return;
        }
        for (Statistics.Statistic statistic : statistics) {
            reply("STAT " + statistic.name() + " " + statistic.value());
        }
        reply(group.equals("reset") ? "RESET" : "END");
    }

    private void crawler(List<String> words) throws IOException {
        String action = words.size() < 2 ? "" : words.get(1);
        if (action.equals("enable") && words.size() == 2) {
            boolean started = context.crawlerEnabled().compareAndSet(false, true);
            reply(started ? "OK" : "ERROR failed to start lru crawler thread");
        } else if (action.equals("disable") && words.size() == 2) {
            context.crawlerEnabled().set(false);
            reply("OK");
        } else if (action.equals("metadump") && words.size() == 3) {
            dump(words.get(2));
        } else {
            reply("ERROR");
        }
    }

    private void dump(String classes) throws IOException {
        if (!context.crawlerEnabled().get()) {
            reply("CLIENT_ERROR lru crawler disabled");
        } else if (!out.isEmpty()) {
            reply("ERROR cannot pipeline other commands before metadump");
        } else if (!context.crawling().compareAndSet(false, true)) {
            reply("BUSY currently processing crawler request");
        } else {
            try {
                boolean understood = new Metadump(context, out).write(classes);
                reply(understood ? "END" : "BADCLASS invalid class id");
            } finally {
                context.crawling().set(false);
            }
        }
    }

    private void reply(String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    /** Only blanks separate words; a stray carriage return belongs to its word. */
    private static List<String> words(String line) {
        return Arrays.stream(line.split(" ")).filter(word -> !word.isEmpty()).toList();
    }
}
