// SPDX-License-Identifier: Apache-2.0
package dev.ketch.client;

import static dev.ketch.client.Fixture.valueOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ketch.testkit.MemcachedProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Batches of any shape give back each key's own answer: what a map would have answered. {@code -Dketch.seed} repeats a
 * run.
 */
class BatchPropertyTest {
    private static final int LARGEST = 200 << 10;
    private static final List<MemcachedProcess> SERVERS = new ArrayList<>();

    @BeforeAll
    static void start() {
        for (int i = 0; i < 4; i++) {
            SERVERS.add(MemcachedProcess.builder().memoryMb(512).start());
        }
    }

    @AfterAll
    static void stop() {
        SERVERS.forEach(MemcachedProcess::close);
    }

    @Test
    void eachKeyHasItsOwnAnswer() {
        Long given = Long.getLong("ketch.seed");
        long first = given != null ? given : ThreadLocalRandom.current().nextLong();
        int rounds = given != null ? 1 : Boolean.getBoolean("ketch.full") ? 400 : 40;
        for (int round = 0; round < rounds; round++) {
            long seed = first + round;
            try {
                check(new Random(seed), "p" + seed + "-");
            } catch (Throwable e) {
                throw new AssertionError("failed; repeat it with -Dketch.seed=" + seed, e);
            }
        }
    }

    private static void check(Random random, String prefix) {
        int servers = 1 + random.nextInt(4);
        ClientSettings settings = Fixture.withDirect(
                Fixture.settings(
                        Duration.ofSeconds(30),
                        SERVERS.stream()
                                .limit(servers)
                                .mapToInt(MemcachedProcess::port)
                                .toArray()),
                random.nextBoolean() ? 4 : 0);
        Map<String, byte[]> model = new HashMap<>();
        try (MemcachedClient client = MemcachedClients.open(settings)) {
            for (int batch = 0; batch < 4; batch++) {
                List<Command> commands = commands(random, prefix);
                List<Result> results = run(client, commands, random.nextBoolean());
                assertThat(results).hasSameSizeAs(commands);
                for (int i = 0; i < commands.size(); i++) {
                    compare(i, commands.get(i), results.get(i), model);
                }
            }
            client.deleteAll(model.keySet());
        }
    }

    private static List<Result> run(MemcachedClient client, List<Command> commands, boolean wait) {
        return wait
                ? client.executeAll(commands)
                : client.submitAll(commands).toCompletableFuture().join();
    }

    private static List<Command> commands(Random random, String prefix) {
        int size = random.nextInt(4) == 0 ? random.nextInt(3) : random.nextInt(600);
        int keys = 1 + random.nextInt(300);
        boolean large = random.nextInt(4) == 0;
        List<Command> commands = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            String key = prefix + random.nextInt(keys);
            int length = large && random.nextInt(10) == 0 ? random.nextInt(LARGEST + 1) : random.nextInt(300);
            byte[] value = valueOf(key + "#" + i, length);
            commands.add(
                    switch (random.nextInt(10)) {
                        case 0, 1, 2 -> Command.get(key);
                        case 3 -> Command.getAndTouch(key, Duration.ofHours(1));
                        case 4, 5 -> Command.set(key, value, null);
                        case 6 -> Command.add(key, value, Duration.ofHours(1));
                        case 7 -> Command.replace(key, value, null);
                        case 8 -> Command.touch(key, null);
                        default -> Command.delete(key);
                    });
        }
        return commands;
    }

    private static void compare(int index, Command command, Result result, Map<String, byte[]> model) {
        String key = command.key();
        byte[] known = model.get(key);
        ResultStatus ifKnown = known != null ? ResultStatus.OK : ResultStatus.NOT_FOUND;
        ResultStatus expected =
                switch (command.opcode()) {
                    case SET -> ResultStatus.OK;
                    case ADD -> known != null ? ResultStatus.EXISTS : ResultStatus.OK;
                    default -> ifKnown;
                };
        if (result.status() != expected || !result.key().equals(key)) {
            throw new AssertionError("command " + index + ", " + command + ": " + result + " instead of " + expected);
        }
        switch (command.opcode()) {
            case GET, GAT -> {
                if (!Arrays.equals(result.value(), known)) {
                    throw new AssertionError("command " + index + ", " + command + ": another value");
                }
            }
            case DELETE -> model.remove(key);
            case SET, ADD, REPLACE -> {
                if (result.isOk()) {
                    model.put(key, command.value());
                }
            }
            default -> {}
        }
    }
}
