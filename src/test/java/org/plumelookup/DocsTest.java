package org.plumelookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The README is short, links resolve, and what the pages show and list is what there is. */
class DocsTest {
    private static final Path README = Path.of("README.md");
    private static final Path DOCS = Path.of("docs");
    private static final Path SOURCES = Path.of("src/main/java/org/plumelookup");
    private static final int MOST_LINES = 150;
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} (.+)$");
    private static final Pattern CODE_BLOCK = Pattern.compile("(?ms)^```.*?^```$");
    private static final Pattern BEAN =
            Pattern.compile("(?:ref|beanName|executorService|routePolicyRef): \"?(plume[A-Z]\\w*)|#(plume[A-Z]\\w*)");
    private static final Pattern DIRECT =
            Pattern.compile("uri: direct\\s+(?:pattern: \\w+\\s+)?parameters:\\s+name: (plume-[a-z-]+)");

    private static final Pattern MESSAGE = Pattern.compile("(?m)^\\| `([^`]+)` \\|");
    private static final Pattern WARNING = Pattern.compile("LOG\\.(?:warn|error)\\(\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");

    @BeforeEach
    void needsThePages() {
        assumeThat(README).exists();
    }

    static List<Path> pages() throws IOException {
        if (!Files.exists(README)) {
            return List.of(README);
        }
        try (Stream<Path> docs = Files.list(DOCS)) {
            return Stream.concat(Stream.of(README, Path.of("CONTRIBUTING.md")), docs)
                    .filter(page -> page.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void theReadmeIsShort() throws IOException {
        assertThat(Files.readAllLines(README)).hasSizeLessThanOrEqualTo(MOST_LINES);
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyRelativeLinkLeadsSomewhere(Path page) throws IOException {
        for (String link : links(page)) {
            String[] parts = link.split("#", 2);
            Path target =
                    parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
            assertThat(target).as("%s links to %s", page, link).exists();
            if (parts.length == 2) {
                assertThat(anchors(target)).as("%s links to %s", page, link).contains(parts[1]);
            }
        }
    }

    @Test
    void everyPageIsLinkedFromTheReadme() throws IOException {
        List<String> links = links(README);
        for (Path page : pages()) {
            if (!page.equals(README)) {
                assertThat(links).contains(page.toString().replace('\\', '/'));
            }
        }
    }

    @Test
    void itsTestOfAChangedRouteIsThatOfTheProject() throws IOException {
        String test = Files.readString(Path.of("src/it/changed-route/src/test/java/host/route/ChangedRouteTest.java"));

        assertThat(section("routes.md", "Test your routes"))
                .contains("```java\n" + test.substring(test.indexOf("class ")) + "```");
    }

    @Test
    void everyNameThatARouteUsesIsListed() throws IOException {
        Set<String> names = new TreeSet<>();
        for (Path file : routes()) {
            String text = Files.readString(file);
            BEAN.matcher(text).results().map(DocsTest::group).forEach(names::add);
            DIRECT.matcher(text).results().map(DocsTest::group).forEach(names::add);
        }
        String section = section("routes.md", "Names that a route may use");

        assertThat(names).contains("plumeInbox", "plumeHoldPolicy", "plume-lookup");
        assertThat(names).allMatch(name -> section.contains("`" + name + "`"));
    }

    @Test
    void everyMessageOfTheRunbookIsOneOfTheProgram() throws IOException {
        List<String> sources = sources();

        assertThat(messages()).hasSizeGreaterThan(40);
        assertThat(messages().stream()
                        .filter(message -> sources.stream()
                                .noneMatch(source -> fragments(message).stream().allMatch(source::contains))))
                .as("messages of docs/operation.md whose parts are in no source")
                .isEmpty();
    }

    @Test
    void everyWarningOfTheProgramIsInTheRunbook() throws IOException {
        List<String> known = messages().stream()
                .flatMap(message -> fragments(message).stream())
                .filter(fragment -> fragment.length() > 10)
                .toList();
        List<String> warnings = sources().stream()
                .flatMap(source -> WARNING.matcher(source).results().map(warning -> warning.group(1)))
                .filter(warning -> warning.matches(".*[a-z]{3}.*"))
                .toList();

        assertThat(warnings).hasSizeGreaterThan(20);
        assertThat(warnings.stream().filter(warning -> known.stream().noneMatch(warning::contains)))
                .as("warnings and errors without a line in the messages of docs/operation.md")
                .isEmpty();
    }

    /** Returns the first column of the messages of the runbook. */
    private static List<String> messages() throws IOException {
        String table = Files.readString(DOCS.resolve("operation.md")).split("<!-- /?messages -->", -1)[1];
        return MESSAGE.matcher(table).results().map(row -> row.group(1)).toList();
    }

    /** Returns what stands between the parts of a message that differ. */
    private static List<String> fragments(String message) {
        return Stream.of(message.split("\\.\\."))
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .toList();
    }

    /** Returns the sources of the program, their long texts in one piece; the fake API is not run by an operator. */
    private static List<String> sources() throws IOException {
        List<String> sources = new ArrayList<>();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!file.startsWith(SOURCES.resolve("fake"))) {
                    sources.add(Files.readString(file).replaceAll("\"\\s*\\+\\s*\"", ""));
                }
            }
        }
        return sources;
    }

    @Test
    void everyPackageHasALineInTheArchitecture() throws IOException {
        String section = section("architecture.md", "Packages");
        try (Stream<Path> files = Files.walk(SOURCES)) {
            assertThat(files.filter(Files::isDirectory).skip(1))
                    .allSatisfy(folder -> assertThat(section)
                            .contains(String.format(
                                    Locale.ROOT,
                                    "| `%s` |",
                                    SOURCES.relativize(folder).toString().replaceAll("[/\\\\]", "."))));
        }
    }

    /** Lists the files of routes that are shipped. */
    private static List<Path> routes() throws IOException {
        List<Path> routes = new ArrayList<>();
        try (Stream<Path> shipped = Files.walk(Path.of("routes"))) {
            shipped.filter(file -> file.toString().endsWith(".yaml")).forEach(routes::add);
        }
        return routes;
    }

    private static String group(MatchResult result) {
        return result.group(1) == null ? result.group(2) : result.group(1);
    }

    /** Returns a page from one of its headings of the second level to the next. */
    private static String section(String page, String heading) throws IOException {
        String text = Files.readString(DOCS.resolve(page)).split("\n## " + heading + "\n", 2)[1];
        return text.split("\n## ", 2)[0];
    }

    private static List<String> links(Path page) throws IOException {
        return LINK.matcher(text(page))
                .results()
                .map(link -> link.group(1))
                .filter(link -> !link.matches("[a-z]+:.*"))
                .toList();
    }

    /** Returns the anchors of a page, named as GitHub does. */
    private static List<String> anchors(Path page) throws IOException {
        Map<String, Integer> seen = new HashMap<>();
        return HEADING.matcher(text(page))
                .results()
                .map(heading -> heading.group(1)
                        .strip()
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .map(anchor -> {
                    int before = seen.merge(anchor, 1, Integer::sum) - 1;
                    return before == 0 ? anchor : anchor + "-" + before;
                })
                .toList();
    }

    private static String text(Path page) throws IOException {
        return CODE_BLOCK.matcher(Files.readString(page)).replaceAll("");
    }
}
