package org.plumelookup.app.reload;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.ResourceHelper;

/**
 * A snapshot of the files of a folder of routes.
 *
 * @param byFile the texts by file
 */
public record RouteSources(SortedMap<Path, String> byFile) {
    private static final String FILES = ".camel.yaml";
    private static final Pattern OTHER_THAN_ROUTE = Pattern.compile("(?m)^-\\s+(?!route\\s*:)");

    /**
     * Reads a folder.
     *
     * @param folder the folder; subfolders are not read
     * @throws IOException if it cannot be read, or changes meanwhile
     */
    public static RouteSources read(Path folder) throws IOException {
        SortedMap<Path, String> texts = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(FILES)).toList()) {
                texts.put(file, new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
            }
        } catch (java.io.UncheckedIOException e) {
            throw new NoSuchFileException(folder.toString());
        }
        return new RouteSources(texts);
    }

    /**
     * Returns the files that are new, changed or deleted in another snapshot. Returns all files if more than routes
     * changes, because routes of any file can use a bean, a template or a route configuration.
     */
    public Collection<Path> changesTo(RouteSources others) {
        TreeSet<Path> all = new TreeSet<>(byFile.keySet());
        all.addAll(others.byFile.keySet());
        List<Path> changes = all.stream()
                .filter(file -> !text(file).equals(others.text(file)))
                .toList();
        boolean onlyRoutes = changes.stream()
                .noneMatch(file -> OTHER_THAN_ROUTE.matcher(text(file)).find()
                        || OTHER_THAN_ROUTE.matcher(others.text(file)).find());
        return onlyRoutes ? changes : all;
    }

    private String text(Path file) {
        return byFile.getOrDefault(file, "");
    }

    /** Returns those of some files that exist here, for Camel to load. */
    public List<Resource> resources(Collection<Path> choice) {
        return choice.stream()
                .filter(byFile::containsKey)
                .map(file -> ResourceHelper.fromString(location(file), byFile.get(file)))
                .toList();
    }

    /** Returns the location of a file as Camel has it after loading the file itself. */
    static String location(Path file) {
        return "file:" + file;
    }
}
