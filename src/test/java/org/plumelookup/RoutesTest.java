package org.plumelookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.plumelookup.app.check.RouteRules;

/** The files of routes/ can be edited by hand and by Kaoto, and take nothing of a host that is not ours. */
public class RoutesTest {
    private static final int LONGEST_FILE = 120;
    private static final RouteRules RULES = new RouteRules();
    private static final String GOOD = """
            - route:
                id: plume-a
                description: What it is for.
                from:
                  uri: file
                  parameters:
                    directoryName: "{{plume.file.inbox}}"
                  steps:
                    - to:
                        uri: direct
                        parameters:
                          name: plume-x
            """;

    private static final String TEMPLATED = """
            - templatedRoute:
                routeTemplateRef: plume-source
                routeId: plume-from-x
                parameters:
                  - name: uri
                    value: ftp://x?password={{env:SECRET}}&moveTo={{plume-names.file.inbox}}
                  - name: to
                    value: direct:plume-x
            """;
    private static final String TEMPLATE = """
            - routeTemplate:
                id: plume-t
                parameters:
                  - name: there
                from:
                  uri: file
                  parameters:
                    directoryName: "{{there}}"
                  steps:
                    - to:
                        uri: direct
                        parameters:
                          name: plume-x
            """;

    /** Lists those that the program loads. */
    public static List<Path> loaded() throws IOException {
        return routes().stream()
                .filter(file -> file.getParent().endsWith("routes"))
                .toList();
    }

    static List<Path> routes() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("routes"))) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("routes")
    void keepsTheRules(Path file) throws IOException {
        assertThat(file.toString()).endsWith(".camel.yaml");
        assertThat(RULES.faults(Files.readString(file))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("routes")
    void isShortAndLegibleInKaotoAndStoredAsItWrites(Path file) throws IOException {
        assertThat(Files.readAllLines(file)).hasSizeLessThanOrEqualTo(LONGEST_FILE);
        assertThat(KaotoRules.faults(Files.readString(file))).isEmpty();
    }

    @Test
    void theChannelsHaveTheNamesThatTheDocumentationHas() throws IOException {
        JsonNode channels = new YAMLMapper()
                .readTree(Path.of("routes/plume-to-channels.camel.yaml").toFile());
        assertThat(channels.findValues("route"))
                .extracting(route -> route.path("description").asText())
                .containsExactly("Success channel", "Error channel");
    }

    /** One change of a good file, and the fault that is reported. */
    static Stream<Arguments> faults() {
        return Stream.of(
                arguments(GOOD.substring(GOOD.indexOf("- to:")), "- to: direct:plume-x", "not canonical"),
                arguments("      steps:", "      stepps:", "not canonical"),
                arguments("id: plume-a", "id: a", "route a: its id should begin with plume-"),
                arguments("id: plume-a", "nodePrefixId: plume-a", "route without id"),
                arguments("description: What it is for.", "description: ''", "route plume-a: add a description"),
                arguments("name: plume-x", "name: x", "x: a name of"),
                arguments("name: plume-x", "exchangePattern: InOnly", "an endpoint without a name"),
                arguments("{{plume.file.inbox}}", "{{plume.file.inboks}}", "{{plume.file.inboks}} is not a key"),
                arguments("{{plume.file.inbox}}", "{{inbox:here}}", "{{inbox}} is not a key"),
                arguments("- to:", "- toD:", "toD"),
                arguments("- route:", "- errorHandler: {noErrorHandler: {}}\n- route:", "errorHandler: at the top"),
                arguments(
                        "- route:", "- routeConfiguration: {description: x}\n- route:", "routeConfiguration: without"),
                arguments("- route:", "- beans: [{name: mine, type: java.util.Date}]\n- route:", "mine: a name of"),
                arguments(GOOD, TEMPLATED.replace("plume-from-x", "from-x"), "templatedRoute from-x: its routeId"),
                arguments(GOOD, TEMPLATED.replace("direct:plume-x", "direct:x"), "x: a name of"),
                arguments(GOOD, TEMPLATED.replace("plume-source", "mine"), "mine: a name of"),
                arguments(GOOD, TEMPLATED.replace("env:SECRET", "SECRET"), "{{SECRET}} is not a key"),
                arguments(GOOD, TEMPLATED.replace("names.file.inbox", "names.inbox"), "{{plume-names.inbox}} is not"),
                arguments(GOOD, TEMPLATE.replace("id: plume-t", "id: t"), "routeTemplate: its id should begin with"),
                arguments(GOOD, TEMPLATE.replace("name: there", "name: where"), "{{there}} is not a key"),
                arguments("- route:", "- route", "not YAML"),
                arguments("- route:", "route:", "no list of definitions"));
    }

    @ParameterizedTest
    @MethodSource
    void faults(String before, String after, String fault) {
        assertThat(GOOD).contains(before);
        assertThat(RULES.faults(GOOD.replace(before, after)))
                .anySatisfy(told -> assertThat(told).startsWith("line ").contains(fault));
    }

    @ParameterizedTest
    @CsvSource({
        "id: plume-a,                   id: a,                2",
        "description: What it is for.,  description: '',      2",
        "name: plume-x,                 name: x,              10",
        "{{plume.file.inbox}},          {{plume.file.inboks}},7",
        "- to:,                         - toD:,               10"
    })
    void eachFaultIsToldWithItsLine(String before, String after, int line) {
        assertThat(RULES.faults(GOOD.replace(before, after)))
                .singleElement()
                .asString()
                .startsWith("line " + line + ": ");
    }

    @Test
    void nothingIsWrongWithAGoodFileAndWithDataFormats() {
        assertThat(RULES.faults(GOOD)).isEmpty();
        assertThat(RULES.faults(TEMPLATED)).isEmpty();
        assertThat(RULES.faults(TEMPLATE)).isEmpty();
        assertThat(RULES.faults(
                        GOOD.replace("- to:", "- unmarshal:\n            json: {library: Jackson}\n        - to:")))
                .isEmpty();
    }
}
