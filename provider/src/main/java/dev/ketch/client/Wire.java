// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client;

import dev.ketch.client.protocol.Opcode;
import dev.ketch.client.protocol.Request;
import dev.ketch.client.protocol.Response;
import dev.ketch.client.protocol.Status;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Commands as requests, and answers, or their absence, as results. */
final class Wire {
    private static final byte[] NOTHING = new byte[0];
    private static final int DO_NOT_CREATE = 0xffffffff;

    private Wire() {}

    /** The request in the form that is always answered. */
    static Request request(Command command) {
        return request(command, command.opcode());
    }

    /** The request in its quiet form, but for those whose success is worth an answer, and TOUCH, which has none. */
    static Request quietRequest(Command command) {
        return request(
                command,
                switch (command.opcode()) {
                    case GET -> Opcode.GETQ;
                    case GAT -> Opcode.GATQ;
                    case SET -> Opcode.SETQ;
                    case ADD -> Opcode.ADDQ;
                    case REPLACE -> Opcode.REPLACEQ;
                    case DELETE -> Opcode.DELETEQ;
                    case APPEND -> Opcode.APPENDQ;
                    case PREPEND -> Opcode.PREPENDQ;
                    default -> command.opcode();
                });
    }

    private static Request request(Command command, Opcode opcode) {
        return new Request(
                opcode,
                command.keyBytes(),
                command.flags(),
                exptime(command),
                command.cas(),
                command.delta(),
                command.initial(),
                command.value(),
                NOTHING);
    }

    private static int exptime(Command command) {
        return switch (command.opcode()) {
            case INCREMENT, DECREMENT ->
                command.isCreating() ? ItemExpiry.exptime(command.expiry(), System.currentTimeMillis()) : DO_NOT_CREATE;
            case SET, ADD, REPLACE, TOUCH, GAT -> ItemExpiry.exptime(command.expiry(), System.currentTimeMillis());
            default -> 0;
        };
    }

    /** How a command ended whose request was the {@code index}-th of an exchange. */
    static Result result(Command command, Exchange exchange, int index) {
        Response answer = exchange.response(index);
        if (answer != null) {
            return answered(command, exchange, answer);
        }
        if (!exchange.isAnswered()) {
            return plain(command, exchange, lost(exchange), exchange.problem());
        }
        // The answer to the last request came after all that there was to say on this one.
        boolean reads = reads(command);
        return plain(command, exchange, reads ? ResultStatus.NOT_FOUND : ResultStatus.OK, "");
    }

    private static Result plain(Command command, Exchange exchange, ResultStatus status, String problem) {
        return new Result(
                command.key(),
                status,
                null,
                0,
                0,
                OptionalLong.empty(),
                exchange.server(),
                problem,
                exchange.session());
    }

    private static Result answered(Command command, Exchange exchange, Response answer) {
        if (!answer.isOk()) {
            ResultStatus status = status(answer.status());
            return plain(command, exchange, status, problem(status, exchange.server(), command.toString(), answer));
        }
        boolean counts = command.opcode() == Opcode.INCREMENT || command.opcode() == Opcode.DECREMENT;
        return new Result(
                command.key(),
                ResultStatus.OK,
                reads(command) ? answer.value() : null,
                answer.flags(),
                answer.cas(),
                counts && answer.value().length == Long.BYTES
                        ? OptionalLong.of(answer.counter())
                        : OptionalLong.empty(),
                exchange.server(),
                "",
                exchange.session());
    }

    private static boolean reads(Command command) {
        return command.opcode() == Opcode.GET || command.opcode() == Opcode.GAT;
    }

    /** How a server command ended that was an exchange of its own. */
    static ServerReply reply(ServerCommand command, Exchange exchange) {
        Server server = exchange.server();
        Response answer = exchange.response(0);
        if (answer == null) {
            return new ServerReply(server, lost(exchange), "", Map.of(), exchange.problem());
        }
        if (!answer.isOk()) {
            ResultStatus status = status(answer.status());
            return new ServerReply(server, status, "", Map.of(), described(server, command.toString(), answer));
        }
        Map<String, String> stats = new LinkedHashMap<>();
        for (Response line : exchange.series()) {
            stats.put(text(line.key()), text(line.value()));
        }
        return new ServerReply(server, ResultStatus.OK, text(answer.value()), Collections.unmodifiableMap(stats), "");
    }

    private static ResultStatus lost(Exchange exchange) {
        return switch (exchange.outcome()) {
            case DISCONNECTED, SESSION_LOST -> ResultStatus.DISCONNECTED;
            case OVERLOADED -> ResultStatus.OVERLOADED;
            case UNKNOWN, ANSWERED -> ResultStatus.UNKNOWN;
        };
    }

    private static ResultStatus status(Status status) {
        return switch (status) {
            case OK -> ResultStatus.OK;
            case NOT_FOUND -> ResultStatus.NOT_FOUND;
            case EXISTS -> ResultStatus.EXISTS;
            case TOO_LARGE -> ResultStatus.TOO_LARGE;
            case INVALID_ARGUMENTS -> ResultStatus.INVALID_ARGUMENTS;
            case NOT_STORED -> ResultStatus.NOT_STORED;
            case NON_NUMERIC -> ResultStatus.NON_NUMERIC;
            case AUTH_ERROR -> ResultStatus.REFUSED;
            case UNKNOWN_COMMAND -> ResultStatus.UNSUPPORTED;
            case OUT_OF_MEMORY -> ResultStatus.OUT_OF_MEMORY;
            case AUTH_CONTINUE, OTHER -> ResultStatus.FAILED;
        };
    }

    private static String problem(ResultStatus status, Server server, String what, Response answer) {
        return switch (status) {
            case NOT_FOUND, EXISTS, NOT_STORED -> "";
            default -> described(server, what, answer);
        };
    }

    private static String described(Server server, String what, Response answer) {
        return "server [" + server.name() + "] answered " + what + " with status 0x"
                + Integer.toHexString(answer.statusCode()) + ": " + text(answer.value());
    }

    private static String text(byte @Nullable [] bytes) {
        return bytes == null ? "" : new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
