package org.plumelookup.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files of the folder of routes; subfolders are not loaded.
 *
 * @param loaded files that Camel loads, sorted
 * @param ignored files that it does not load because of their name, sorted; without hidden ones
 */
public record RouteFiles(List<Path> loaded, List<Path> ignored) {
    /** The ending of the name of a file of routes. */
    public static final String ENDING = ".camel.yaml";

    /**
     * Lists a folder.
     *
     * @throws IOException if it cannot be read
     */
    public static RouteFiles in(Path folder) throws IOException {
        try (Stream<Path> paths = Files.list(folder)) {
            List<Path> files = paths.filter(Files::isRegularFile).sorted().toList();
            return new RouteFiles(
                    files.stream().filter(RouteFiles::isLoaded).toList(),
                    files.stream()
                            .filter(file -> !isLoaded(file)
                                    && !file.getFileName().toString().startsWith("."))
                            .toList());
        }
    }

    private static boolean isLoaded(Path file) {
        return file.toString().endsWith(ENDING);
    }

    /** Returns a sentence for a file that is ignored. */
    public static String whyIgnored(Path file) {
        return file + " is not loaded: its name must end with " + ENDING;
    }
}
