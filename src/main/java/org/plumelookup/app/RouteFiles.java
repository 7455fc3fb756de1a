package org.plumelookup.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files of the folder of routes; those of folders in it are not loaded.
 *
 * @param loaded those that Camel loads, sorted
 * @param passedOver those that it does not load because of their name, sorted; hidden ones are nobody's routes
 */
public record RouteFiles(List<Path> loaded, List<Path> passedOver) {
    /** What the name of a file of routes ends with. */
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

    /** Returns a sentence for a file that is passed over. */
    public static String why(Path file) {
        return file + " is not loaded: its name must end with " + ENDING;
    }
}
