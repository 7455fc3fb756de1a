package org.plumelookup.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/** Where the figures come from. */
final class Machine {
    private Machine() {}

    /** Describes the machine and the runtimes, in list items. */
    static String description() throws IOException {
        return String.format(
                Locale.ROOT,
                "- %d processors, %s, %s of memory, Linux %s%n- Java %s, %s%n- Python %s%n",
                Runtime.getRuntime().availableProcessors(),
                first("/proc/cpuinfo", "model name"),
                first("/proc/meminfo", "MemTotal"),
                System.getProperty("os.version"),
                System.getProperty("java.runtime.version"),
                System.getProperty("java.vm.name"),
                PythonProgram.version());
    }

    /** Returns how many threads have wanted a processor in the last minute. */
    static double loadAverage() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    private static String first(String file, String key) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of(file))) {
            return lines.filter(line -> line.startsWith(key))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("?");
        }
    }
}
