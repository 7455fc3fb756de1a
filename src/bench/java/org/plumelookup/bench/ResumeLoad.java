package org.plumelookup.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * A large file whose run is killed near its end and started again. The first run also shows whether a row costs the same
 * early and late in a large file.
 *
 * @param rows account IDs in it
 * @param answered the run is killed after this many calls
 * @param inFlight calls at the same time
 */
record ResumeLoad(String name, int rows, int answered, int inFlight) implements Load {
    private static final int SPAN = 100_000;

    @Override
    public List<Contender> contenders() {
        return List.of(Contender.PROGRAM);
    }

    @Override
    public void run(Contender contender, Bench bench) throws Exception {
        Path folder = bench.emptied("results");
        Path file = Accounts.write(bench.emptied("input").resolve(FileLoad.INPUT), rows);
        ProcessBuilder command = contender.command(bench.server().base(), file, folder, inFlight, List.of());
        bench.report().command(command);
        String title =
                String.format(Locale.ROOT, "killed at %,d of %,d rows, 0 ms, %d in flight", answered, rows, inFlight);
        Report report = bench.report();

        bench.server().reset(0);
        try (MeasuredProcess process =
                MeasuredProcess.start(command, bench.work().resolve("killed.log"))) {
            double early = cpuOfRows(SPAN, process, bench);
            double late = cpuOfRows(answered - SPAN, process, bench);
            report.add(title, "CPU s per 1,000, rows from 100,000 on", contender, early);
            report.add(title, "CPU s per 1,000, the last 100,000 rows before the kill", contender, late);
            report.add(title, "peak MB", contender, process.peak());
        }
        bench.server().reset(0);
        try (MeasuredProcess process =
                MeasuredProcess.start(command, bench.work().resolve("resumed.log"))) {
            if (!process.hasEnded(bench.longest()) || process.exitCode() != 0) {
                throw new IllegalStateException("the resumed run has not ended well, see resumed.log");
            }
            ServerProcess.Stats stats = bench.server().stats();
            report.add(title, "resumed: start to first call, s", contender, (stats.first() - process.started()) / 1e3);
            report.add(title, "resumed: calls", contender, stats.calls());
            report.add(title, "resumed: peak MB", contender, process.peak());
        }
        OutputCheck.files(contender.found(folder), contender.errors(folder), rows);
    }

    /** Returns the CPU seconds of 1,000 rows, from this count of calls to 100,000 more. */
    private static double cpuOfRows(int from, MeasuredProcess process, Bench bench) throws Exception {
        int first = awaitCalls(from, process, bench);
        double before = process.cpuSoFar();
        int last = awaitCalls(first + SPAN, process, bench);
        return (process.cpuSoFar() - before) * 1_000 / (last - first);
    }

    private static int awaitCalls(int count, MeasuredProcess process, Bench bench) throws Exception {
        int calls = bench.server().stats().calls();
        while (calls < count) {
            if (process.hasEnded(Duration.ofMillis(100))) {
                throw new IllegalStateException("the run has ended early, see killed.log");
            }
            calls = bench.server().stats().calls();
        }
        return calls;
    }
}
