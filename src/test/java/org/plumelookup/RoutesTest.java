package org.plumelookup;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.dsl.yaml.YamlRoutesBuilderLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The files of routes/ can be edited by hand and by Kaoto, and take nothing of a host that is not ours. */
class RoutesTest {
    private static final int LONGEST_FILE = 80;
    private static final Pattern KEY = Pattern.compile("\\{\\{\\??([^}:]+)[^}]*}}");
    private static final Pattern OURS = Pattern.compile("(direct|seda|bean):(//)?([^?]+).*");
    private static final Schema LANGUAGE = language();

    static List<Path> routes() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("routes"))) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("routes")
    void isCanonicalYaml(Path file) throws IOException {
        assertThat(file.toString()).endsWith(".camel.yaml");
        assertThat(LANGUAGE.validate(Files.readString(file), InputFormat.YAML)).isEmpty();
    }

    @Test
    void shorthandWouldBeRefused() {
        String shorthand = "- route: {id: plume-x, from: {uri: 'direct:plume-x', steps: [{to: 'log:x'}]}}";
        assertThat(LANGUAGE.validate(shorthand, InputFormat.YAML)).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("routes")
    void isShortAndKeepsItsWordsWhereAnEditorKeepsThem(Path file) throws IOException {
        assertThat(Files.readAllLines(file))
                .hasSizeLessThanOrEqualTo(LONGEST_FILE)
                .noneMatch(line -> line.matches("\\s*#.*") || line.matches("[^'\"]*\\s#\\s.*"));
    }

    @ParameterizedTest
    @MethodSource("routes")
    void everyRouteSaysWhatItIsFor(Path file) throws IOException {
        List<JsonNode> routes = read(file).findValues("route");
        assertThat(routes).isNotEmpty().allSatisfy(route -> {
            assertThat(route.path("id").asText()).startsWith("plume-");
            assertThat(route.path("description").asText()).isNotBlank();
        });
    }

    @ParameterizedTest
    @MethodSource("routes")
    void everyNameIsOurs(Path file) throws IOException {
        assertThat(names(read(file))).isNotEmpty().allMatch(name -> name.startsWith("plume"));
    }

    @ParameterizedTest
    @MethodSource("routes")
    void nothingReachesOutOfTheFile(Path file) throws IOException {
        JsonNode definitions = read(file);
        assertThat(definitions.findValues("toD")).isEmpty();
        for (JsonNode definition : definitions) {
            assertThat(definition.has("errorHandler"))
                    .as("top-level errorHandler")
                    .isFalse();
            if (definition.has("routeConfiguration")) {
                assertThat(definition.at("/routeConfiguration/id").asText()).startsWith("plume");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("routes")
    void everyKeyIsInTheConfiguration(Path file) throws IOException {
        Properties known = new Properties();
        try (InputStream in = Files.newInputStream(Path.of("config/application.properties"))) {
            known.load(in);
        }
        assertThat(keys(Files.readString(file))).allMatch(key -> key.startsWith("plume."));
        assertThat(known.stringPropertyNames()).containsAll(keys(Files.readString(file)));
    }

    static List<String> keys(String text) {
        return KEY.matcher(text)
                .results()
                .map((MatchResult result) -> result.group(1))
                .toList();
    }

    private static JsonNode read(Path file) throws IOException {
        return new YAMLMapper().readTree(file.toFile());
    }

    /** Lists the names of direct endpoints, beans and references, and of what the file itself declares. */
    private static List<String> names(JsonNode node) {
        List<String> names = new ArrayList<>();
        String uri = node.path("uri").asText();
        Matcher ours = OURS.matcher(uri);
        if (ours.matches()) {
            names.add(ours.group(3));
        } else if (uri.matches("direct|seda|bean")) {
            JsonNode parameters = node.path("parameters");
            names.add(parameters.path(uri.equals("bean") ? "beanName" : "name").asText());
        }
        node.properties().forEach(field -> {
            boolean reference = field.getKey().matches("ref|.*Ref|routeConfigurationId");
            if (field.getValue().isTextual()
                    && (reference || field.getValue().asText().matches("#\\w.*"))) {
                names.add(field.getValue().asText().replaceFirst("^#(bean:)?", ""));
            }
            if (field.getKey().equals("beans")) {
                names.addAll(field.getValue().findValuesAsText("name"));
            }
        });
        node.forEach(child -> names.addAll(names(child)));
        return names;
    }

    private static Schema language() {
        try (InputStream in =
                YamlRoutesBuilderLoader.class.getResourceAsStream("/schema/camelYamlDsl-canonical.json")) {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_4)
                    .getSchema(in, InputFormat.JSON);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
