package org.plumelookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.plumelookup.app.check.RouteRules;

/** The file of the keys, the code, the routes and the documentation know the same keys. */
class ConfigurationTest {
    private static final Path FILE = Path.of("config/application.properties");
    private static final Path PAGE = Path.of("docs/configuration.md");
    private static final Pattern KEY = Pattern.compile("\"(plume\\.[a-z.-]*[a-z])\"");
    private static final Pattern CODE = Pattern.compile("`([^`]*)`");

    @Test
    void everyKeyStandsThereOnce() throws IOException {
        assertThat(keys()).doesNotHaveDuplicates();
    }

    @Test
    void everyKeyOfCodeAndRoutesIsThereAndNoOther() throws IOException {
        Set<String> used = new TreeSet<>();
        for (Path source : files(Path.of("src/main/java"))) {
            KEY.matcher(Files.readString(source)).results().forEach(key -> used.add(key.group(1)));
        }
        for (Path route : files(Path.of("routes"))) {
            used.addAll(RouteRules.keys(Files.readString(route)));
        }
        assertThat(keys()).filteredOn(key -> key.startsWith("plume.")).containsExactlyInAnyOrderElementsOf(used);
    }

    @Test
    void everyKeyOrGroupOfKeysHasACommentAboveIt() throws IOException {
        String before = "";
        for (String line : Files.readAllLines(FILE)) {
            if (isKey(line)) {
                assertThat(before).as("what stands above " + line).matches("# [^-].*|[a-z].*=.*");
            }
            before = line;
        }
    }

    @Test
    void thePageOfTheKeysHasTheSameKeysAndDefaults() throws IOException {
        assumeThat(PAGE).exists();
        String section = Files.readString(PAGE).split("<!-- /?keys -->", -1)[1];
        Map<String, String> told = new LinkedHashMap<>();
        section.lines().filter(line -> line.startsWith("| `plume.")).forEach(line -> {
            String[] cells = line.split("\\|");
            List<String> keys = quoted(cells[1]);
            List<String> defaults = cells[3].contains("none") ? List.of("") : quoted(cells[3]);
            for (int i = 0; i < keys.size(); i++) {
                assertThat(told.put(keys.get(i), defaults.get(Math.min(i, defaults.size() - 1))))
                        .as(keys.get(i) + " told before")
                        .isNull();
            }
        });
        assertThat(List.copyOf(told.entrySet()))
                .isEqualTo(List.copyOf(defaults().entrySet()));
    }

    private static List<String> quoted(String cell) {
        return CODE.matcher(cell).results().map(code -> code.group(1)).toList();
    }

    private static Map<String, String> defaults() throws IOException {
        Map<String, String> defaults = new LinkedHashMap<>();
        Files.readAllLines(FILE).stream()
                .filter(line -> line.startsWith("plume."))
                .map(line -> line.split("=", 2))
                .forEach(pair -> defaults.put(pair[0], pair[1]));
        return defaults;
    }

    private static List<String> keys() throws IOException {
        return Files.readAllLines(FILE).stream()
                .filter(ConfigurationTest::isKey)
                .map(line -> line.split("=", 2)[0])
                .toList();
    }

    private static boolean isKey(String line) {
        return line.matches("[a-zA-Z.-]+=.*");
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
