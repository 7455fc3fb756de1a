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
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.plumelookup.app.check.RouteRules;

/** The file of the keys, the code, the routes and the documentation know the same keys, with the same texts. */
class ConfigurationTest {
    private static final Path FILE = Path.of("config/application.properties");
    private static final Path PAGE = Path.of("docs/configuration.md");
    private static final Pattern KEY = Pattern.compile("\"(plume\\.[a-z.-]*[a-z])\"");
    private static final Pattern CODE = Pattern.compile("`([^`]*)`");
    private static final Pattern LINK = Pattern.compile("\\[([^]]*)]\\([^)]*\\)");

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
        used.addAll(used.stream()
                .filter(key -> key.matches(".*(token|authorization|password)"))
                .map(key -> key + "-file")
                .toList());
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
        Map<String, String> onPage = onPage(cells -> cells[3].contains("none")
                ? ""
                : CODE.matcher(cells[3]).replaceAll("$1").strip());
        assertThat(List.copyOf(onPage.entrySet()))
                .isEqualTo(List.copyOf(defaults().entrySet()));
    }

    @Test
    void thePageOfTheKeysHasTheSameTextsBesidesLinksAndCode() throws IOException {
        Map<String, String> onPage =
                onPage(cells -> CODE.matcher(LINK.matcher(cells[2]).replaceAll("$1"))
                        .replaceAll("$1")
                        .strip());
        assertThat(onPage).containsExactlyEntriesOf(texts());
    }

    /** Returns something of each row of the table, by its key. */
    private static Map<String, String> onPage(Function<String[], String> column) throws IOException {
        assumeThat(PAGE).exists();
        String section = Files.readString(PAGE).split("<!-- /?keys -->", -1)[1];
        Map<String, String> rows = new LinkedHashMap<>();
        section.lines().filter(line -> line.startsWith("| `plume.")).forEach(line -> {
            String[] cells = line.split("\\|");
            String key = cells[1].strip().replace("`", "");
            assertThat(rows.put(key, column.apply(cells)))
                    .as(key + " stands there before")
                    .isNull();
        });
        return rows;
    }

    private static Map<String, String> defaults() throws IOException {
        Map<String, String> defaults = new LinkedHashMap<>();
        Files.readAllLines(FILE).stream()
                .filter(line -> line.startsWith("plume."))
                .map(line -> line.split("=", 2))
                .forEach(pair -> defaults.put(pair[0], pair[1]));
        return defaults;
    }

    /** Returns the comment above each key. */
    private static Map<String, String> texts() throws IOException {
        Map<String, String> texts = new LinkedHashMap<>();
        String before = "";
        for (String line : Files.readAllLines(FILE)) {
            if (line.startsWith("plume.")) {
                texts.put(line.split("=", 2)[0], before.replaceFirst("^# ", ""));
            }
            before = line;
        }
        return texts;
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
