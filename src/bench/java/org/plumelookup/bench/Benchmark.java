package org.plumelookup.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Measures this project beside what people write instead, and prints a table. Properties: {@code bench.full} for all
 * loads, {@code bench.only} for the loads with these names, {@code bench.rounds} for how often each is run.
 */
final class Benchmark {
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final List<String> NO_OPTIONS = List.of();
    private static final List<Contender> ALL = List.of(Contender.values());
    private static final List<Contender> CAMEL = List.of(Contender.PROGRAM, Contender.ROUTE);

    private static final Load WARM_UP = new FileLoad("warm-up", 100_000, 0, 64, NO_OPTIONS, ALL);

    private static final List<Load> LOADS = List.of(
            new FileLoad("latency", 20_000, 20, 64, NO_OPTIONS, ALL),
            new FileLoad("no-latency", 50_000, 0, 64, NO_OPTIONS, ALL),
            new QueueLoad("queue", 10_000, 20, 64),
            new ResumeLoad("resume", 1_000_000, 900_000, 64),
            new DatabaseLoad("database", 5_000, 20, 8),
            new FileLoad("wide", 60_000, 20, 512, NO_OPTIONS, ALL),
            new FileLoad("long", 300_000, 0, 64, NO_OPTIONS, ALL),
            new FileLoad("million", 1_000_000, 0, 64, List.of("-Xmx96m"), CAMEL));

    /** So many of them are run where nobody asks for more. */
    private static final int USUAL = 2;

    private Benchmark() {}

    /** Runs the loads, prints the table and writes it to {@code target/bench/table.md}, up to the load that fails. */
    public static void main(String[] args) throws Exception {
        Runtime.getRuntime().addShutdownHook(new Thread(Benchmark::killChildren));
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);
        Path work = Files.createDirectories(Path.of("target/bench")).toRealPath();
        List<Load> loads = chosen();
        double before = Machine.loadAverage();
        Report report = new Report();
        try (ServerProcess server = ServerProcess.start()) {
            out.println("The server warms up, and the program gets its class-data archive, as where it is installed.");
            WARM_UP.run(Contender.SOCKETS, new Bench(server, work, new Report(), LONGEST));
            Contender.program(server.base(), 1, NO_OPTIONS, "--class-archive")
                    .inheritIO()
                    .start()
                    .waitFor();
            Bench bench = new Bench(server, work, report, LONGEST);
            for (Load load : loads) {
                run(load, bench, out);
            }
        } finally {
            String text = report.table() + "\n" + report.commands() + Machine.description()
                    + String.format(
                            Locale.ROOT, "- load average %.1f before, %.1f after%n", before, Machine.loadAverage());
            Files.writeString(work.resolve("table.md"), text);
            out.println("\n" + text);
        }
    }

    /** Lets no process outlive the benchmark, which may be stopped. */
    private static void killChildren() {
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
    }

    private static void run(Load load, Bench bench, PrintStream out) throws Exception {
        for (int round = 1; round <= Integer.getInteger("bench.rounds", 1); round++) {
            for (Contender contender : load.contenders()) {
                if (contender.isHere()) {
                    out.println(load.name() + ", round " + round + ": " + contender.label());
                    load.run(contender, bench);
                }
            }
        }
    }

    private static List<Load> chosen() {
        String only = System.getProperty("bench.only", "");
        if (only.isEmpty()) {
            return Boolean.getBoolean("bench.full") ? LOADS : LOADS.subList(0, USUAL);
        }
        Set<String> names = Set.of(only.split(","));
        List<Load> chosen =
                LOADS.stream().filter(load -> names.contains(load.name())).toList();
        if (chosen.size() < names.size()) {
            throw new IllegalArgumentException("bench.only=" + only + ": one of these is no load");
        }
        return chosen;
    }
}
