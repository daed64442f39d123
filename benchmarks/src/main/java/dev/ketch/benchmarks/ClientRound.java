// SPDX-License-Identifier: Apache-2.0
package dev.ketch.benchmarks;

import dev.ketch.benchmarks.load.Trial;
import dev.ketch.benchmarks.load.Workbench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * One contestant's part of a round, in a JVM of its own: JMH runs the cells one after the other, and after each a line
 * is added to a file. It ends at the first failure, since what a failed trial leaves behind, in JMH and in the client,
 * would disturb the next.
 *
 * <p>Arguments: client, file, warm-up and measured time of a cell in milliseconds, cells.
 */
public final class ClientRound {
    /** Before the first cell: loads and compiles what all cells share. */
    private static final int FIRST_WARMUPS = 3;

    private final String client;
    private final TimeValue warmup;
    private final TimeValue measured;

    private ClientRound(String client, TimeValue warmup, TimeValue measured) {
        this.client = client;
        this.warmup = warmup;
        this.measured = measured;
    }

    public static void main(String[] args) throws IOException {
        ClientRound round = new ClientRound(
                args[0],
                TimeValue.milliseconds(Long.parseLong(args[2])),
                TimeValue.milliseconds(Long.parseLong(args[3])));
        Path file = Path.of(args[1]);
        for (int i = 4; i < args.length; i++) {
            Result result = round.run(Cell.parse(args[i]), i == 4 ? FIRST_WARMUPS : 1);
            Files.writeString(file, result.line() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            if (result.isFailed()) {
                break;
            }
        }
        // Clients leave threads behind that are no daemons.
        System.exit(0);
    }

    private Result run(Cell cell, int warmups) {
        try {
            RunResult result = new Runner(new OptionsBuilder()
                            .include(cell.workload().include())
                            .param("client", client)
                            .forks(0)
                            .threads(cell.workload().jmhThreads(cell.callers()))
                            .warmupIterations(warmups)
                            .warmupTime(warmup)
                            .measurementIterations(1)
                            .measurementTime(measured)
                            .verbosity(VerboseMode.SILENT)
                            .shouldFailOnError(true)
                            .build())
                    .runSingle();
            Trial trial = Workbench.takeLast();
            double score = result.getPrimaryResult().getScore();
            return new Result(cell, score * cell.workload().operations(), trial.p50Micros(), trial.p99Micros(), "");
        } catch (RunnerException e) {
            e.printStackTrace();
            return Result.failed(cell, cause(e));
        }
    }

    /** What the benchmark itself threw: JMH keeps the exceptions of its threads as suppressed ones. */
    private static String cause(Throwable thrown) {
        List<Throwable> suppressed = List.of(thrown.getSuppressed());
        if (!suppressed.isEmpty()) {
            return cause(suppressed.get(0));
        }
        if (thrown instanceof IllegalStateException || thrown.getCause() == null) {
            return String.valueOf(thrown.getMessage());
        }
        return cause(thrown.getCause());
    }
}
