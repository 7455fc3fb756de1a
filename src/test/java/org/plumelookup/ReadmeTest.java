package org.plumelookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The code that the documentation shows is code that the build runs. */
class ReadmeTest {
    private static final Path PAGE = Path.of("docs/routes.md");
    private static final Path ROUTE_TEST =
            Path.of("src/it/changed-route/src/test/java/host/route/ChangedRouteTest.java");

    @Test
    void itsTestOfAChangedRouteIsThatOfTheProject() throws IOException {
        assumeThat(PAGE).exists();
        String section = Files.readString(PAGE).split("\n## Test your routes\n", 2)[1];
        String shown = section.substring(section.indexOf("```java\n") + "```java\n".length());
        String test = Files.readString(ROUTE_TEST);

        assertThat(shown.substring(0, shown.indexOf("```"))).isEqualTo(test.substring(test.indexOf("class ")));
    }
}
