package org.plumelookup.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * What all loads use.
 *
 * @param server the only server
 * @param work folder for inputs and outputs
 * @param report where the figures go
 * @param longest time after which a run is given up
 */
record Bench(ServerProcess server, Path work, Report report, Duration longest) {
    /** Returns an empty folder. */
    Path emptied(String name) throws IOException {
        Path folder = work.resolve(name);
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder()).forEach(Bench::delete);
            }
        }
        return Files.createDirectories(folder);
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
