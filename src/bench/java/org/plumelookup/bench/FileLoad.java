package org.plumelookup.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * A file of account IDs.
 *
 * @param rows account IDs in it
 * @param latency milliseconds until an answer of the API
 * @param inFlight calls at the same time
 * @param options options of the JVM: none, or the size of the heap
 */
record FileLoad(String name, int rows, int latency, int inFlight, List<String> options, List<Contender> contenders)
        implements Load {
    /** Name of the input file. */
    static final String INPUT = "accounts";

    private static final String RATE = "calls/s while calling";

    @Override
    public void run(Contender contender, Bench bench) throws Exception {
        Path folder = bench.emptied("results");
        Path file = Accounts.write(bench.emptied("input").resolve(INPUT), rows);
        Path output = bench.work().resolve(contender + ".log");
        ProcessBuilder command = contender.command(bench.server().base(), file, folder, inFlight, options);
        bench.report().command(command);
        bench.server().reset(latency);
        try (MeasuredProcess process = MeasuredProcess.start(command, output)) {
            if (!process.hasEnded(bench.longest())) {
                String text = String.format(
                        Locale.ROOT,
                        "not finished after %d s: %,d calls",
                        bench.longest().toSeconds(),
                        bench.server().stats().calls());
                bench.report().remark(title(), RATE, contender, text);
                return;
            }
            double wall = (System.currentTimeMillis() - process.started()) / 1_000.0;
            if (process.exitCode() != 0) {
                throw new IllegalStateException(
                        contender.label() + " ended with " + process.exitCode() + ", see " + output);
            }
            OutputCheck.files(contender.found(folder), contender.errors(folder), rows);
            report(contender, bench, process, wall);
        }
    }

    private void report(Contender contender, Bench bench, MeasuredProcess process, double wall) throws Exception {
        ServerProcess.Stats stats = bench.server().stats();
        Report report = bench.report();
        report.add(title(), RATE, contender, stats.rate());
        report.add(title(), "CPU s per 1,000, start included", contender, process.cpu() * 1_000 / rows);
        report.add(title(), "peak MB", contender, process.peak());
        report.add(title(), "start to first call, s", contender, (stats.first() - process.started()) / 1_000.0);
        report.add(title(), "whole process, s", contender, wall);
        report.add(title(), "the server's thread was busy, %", contender, stats.busy() * 100);
    }

    private String title() {
        String heap = options.isEmpty() ? "" : " with `" + String.join(" ", options) + "`";
        return String.format(Locale.ROOT, "%d ms, %d in flight, %,d rows%s", latency, inFlight, rows, heap);
    }
}
