package org.plumelookup.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A process whose CPU time and memory the kernel counts. Its CPU time is known when it has ended: that of all ended
 * children of this JVM is then larger by it. So there is one measured process at a time, and no other that ends.
 */
final class MeasuredProcess implements AutoCloseable {
    private static final Duration STEP = Duration.ofMillis(20);
    private static final double TICKS_PER_SECOND = 100; // what Linux tells to programs, whatever its own clock is
    private static final int CHILDREN_USER = 13; // of /proc/self/stat, after the name of the program
    private static final int CHILDREN_SYSTEM = 14;

    private final long started = System.currentTimeMillis();
    private final double cpuBefore = childrenCpu();
    private final Process process;
    private long peak;

    private MeasuredProcess(ProcessBuilder builder) throws IOException {
        process = builder.start();
    }

    /** Starts a process whose output goes to a file. */
    static MeasuredProcess start(ProcessBuilder builder, Path output) throws IOException {
        return new MeasuredProcess(builder.redirectErrorStream(true).redirectOutput(output.toFile()));
    }

    /** Waits for the end, and returns whether it came in time. */
    boolean hasEnded(Duration longest) throws InterruptedException {
        long end = System.nanoTime() + longest.toNanos();
        do {
            peak = Math.max(peak, peakNow());
            if (process.waitFor(STEP.toMillis(), TimeUnit.MILLISECONDS)) {
                return true;
            }
        } while (System.nanoTime() < end);
        return false;
    }

    /** Asks it to stop, as a service manager does. */
    void stop() {
        process.destroy();
    }

    int exitCode() {
        return process.exitValue();
    }

    /** Returns when it was started, in milliseconds since 1970. */
    long started() {
        return started;
    }

    /** Returns the CPU seconds of the ended process, its start included. */
    double cpu() {
        return childrenCpu() - cpuBefore;
    }

    /** Returns the CPU seconds of the running process. */
    double cpuSoFar() {
        return process.info().totalCpuDuration().orElseThrow().toMillis() / 1_000.0;
    }

    /** Returns the largest memory that it had at once, in MB. */
    double peak() {
        return peak / 1_024.0;
    }

    /** Kills it, if it runs. */
    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    private long peakNow() {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0; // it has just ended
        }
    }

    private static double childrenCpu() {
        try {
            String stat = Files.readString(Path.of("/proc/self/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return (Long.parseLong(fields[CHILDREN_USER]) + Long.parseLong(fields[CHILDREN_SYSTEM])) / TICKS_PER_SECOND;
        } catch (IOException e) {
            throw new UncheckedIOException("the benchmark needs the /proc of Linux", e);
        }
    }
}
