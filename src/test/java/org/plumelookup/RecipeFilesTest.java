package org.plumelookup;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.plumelookup.app.check.RouteRules;

/** Each recipe, template and example keeps the rules of routes, is short, and is in the documentation. */
class RecipeFilesTest {
    private static final Path RECIPES = Path.of("recipes");
    private static final Path TEMPLATES = Path.of("src/main/resources/org/plumelookup/templates");
    private static final Path EXAMPLE = Path.of("src/it/changed-route/routes");
    private static final Path KAMELET = Path.of("src/main/resources/kamelets/plume-lookup-action.kamelet.yaml");
    private static final int LONGEST_FILE = 80;
    private static final int COLUMNS = 80;

    static List<Path> files() throws IOException {
        try (Stream<Path> recipes = Files.list(RECIPES);
                Stream<Path> templates = Files.list(TEMPLATES);
                Stream<Path> examples = Files.list(EXAMPLE)) {
            return Stream.of(recipes, templates, examples)
                    .flatMap(files -> files)
                    .filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void keepsTheRulesOfRoutes(Path file) throws IOException {
        assertThat(new RouteRules().faults(Files.readString(file))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("files")
    void isShortAndLegibleInKaotoAndStoredAsItWrites(Path file) throws IOException {
        assertThat(Files.readAllLines(file)).hasSizeLessThanOrEqualTo(LONGEST_FILE);
        assertThat(KaotoRules.faults(Files.readString(file))).isEmpty();
    }

    @Test
    void theKameletIsStoredAsKaotoWritesAndHasNoLineThatAnEditWouldFold() throws IOException {
        String kamelet = Files.readString(KAMELET);
        assertThat(kamelet).isEqualTo(KaotoYaml.write(new YAMLMapper().readTree(kamelet)));
        assertThat(kamelet.lines())
                .filteredOn(line -> line.length() > COLUMNS)
                .singleElement()
                .asString()
                .contains("kamelet.icon: data:");
    }

    @Test
    void thePageOfTheRoutesNamesEachAndShowsOneInFull() throws IOException {
        String page = Files.readString(Path.of("docs/routes.md"));
        for (Path file : files()) {
            if (file.startsWith(RECIPES)) {
                assertThat(page).contains(String.format(Locale.ROOT, "](../%s)", file));
            }
        }
        assertThat(page).contains("```yaml\n" + Files.readString(RECIPES.resolve("sftp.camel.yaml")) + "```");
    }
}
