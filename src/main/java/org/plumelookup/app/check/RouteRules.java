package org.plumelookup.app.check;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.serialization.NodeReader;
import com.networknt.schema.utils.JsonNodes;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.camel.dsl.yaml.YamlRoutesBuilderLoader;
import org.plumelookup.settings.InstanceName;
import org.plumelookup.settings.Settings;

/** Checks a file of {@code routes/} against Camel's canonical YAML and the rules of a guest. Immutable. */
public final class RouteRules {
    private static final Pattern KEY = Pattern.compile("\\{\\{(?!\\??env:)\\??([^}:]+)[^}]*}}");
    // The schema requires a data format's fields in the wrong place (CAMEL-24482).
    private static final Pattern WRONGLY_REFUSED = Pattern.compile(".*/(un)?marshal(/.*)?");

    private static final NodeReader READER =
            NodeReader.builder().locationAware().build();

    private final Schema language;
    private final Set<String> known = Settings.shipped().keySet();

    /** Loads the schema. */
    public RouteRules() {
        try (InputStream in =
                YamlRoutesBuilderLoader.class.getResourceAsStream("/schema/camelYamlDsl-canonical.json")) {
            language = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_4)
                    .getSchema(in, InputFormat.JSON);
        } catch (IOException e) {
            throw new IllegalStateException("camel-yaml-dsl has no schema", e);
        }
    }

    /**
     * Returns what is not recommended in a file; Camel may run it nevertheless.
     *
     * @param text the whole file
     * @return a sentence for each fault that begins with its line; none if there is no fault
     */
    public List<String> faults(String text) {
        List<String> faults = new ArrayList<>();
        JsonNode file;
        try {
            file = READER.readTree(text, InputFormat.YAML);
        } catch (IOException | IllegalArgumentException e) { // the cause of the second is the parser's
            Throwable fault = e.getCause() == null ? e : e.getCause();
            return List.of(
                    fault instanceof JsonProcessingException broken
                            ? at(broken.getLocation(), "this is not YAML: " + broken.getOriginalMessage())
                            : "this is not YAML: " + fault.getMessage());
        }
        if (file == null || !file.isArray() || file.isEmpty()) {
            return List.of("line 1: there is no list of definitions: begin with - route:");
        }
        for (Error error : language.validate(file)) {
            if (!WRONGLY_REFUSED.matcher(error.getInstanceLocation().toString()).matches()) {
                faults.add(at(error.getInstanceNode(), "this is not canonical Camel YAML: " + error));
            }
        }
        routes(file, faults);
        Set<String> parameters = templates(file, faults);
        outside(file, faults);
        for (RouteName name : RouteName.in(file)) {
            if (!name.text().startsWith("plume")
                    && !parameters.contains(name.text().replaceAll("[{}]", ""))) {
                faults.add(at(
                        name.node(),
                        "%s: a name of a direct or seda endpoint, bean or reference should begin with plume",
                        name.text().isEmpty() ? "an endpoint without a name" : name.text()));
            }
        }
        List<String> lines = text.lines().toList();
        for (int number = 1; number <= lines.size(); number++) {
            for (String key : keys(lines.get(number - 1))) {
                if (!known.contains(InstanceName.shipped(key)) && !parameters.contains(key)) {
                    faults.add(String.format(
                            Locale.ROOT, "line %d: {{%s}} is not a key of config/application.properties", number, key));
                }
            }
        }
        return faults;
    }

    private static void routes(JsonNode file, List<String> faults) {
        for (JsonNode route : file.findValues("templatedRoute")) {
            String id = route.path("routeId").asText();
            if (!id.startsWith("plume-")) {
                faults.add(at(
                        route,
                        "templatedRoute %s: its routeId should begin with plume-",
                        id.isEmpty() ? "without routeId" : id));
            }
        }
        for (JsonNode route : ownRoutes(file)) {
            String id = route.path("id").asText();
            if (!id.startsWith("plume-")) {
                faults.add(at(route, "route %s: its id should begin with plume-", id.isEmpty() ? "without id" : id));
            }
            if (route.path("description").asText().isBlank()) {
                faults.add(at(route, "route %s: add a description, which Kaoto shows as its label", id));
            }
        }
    }

    /** Returns the routes with their own ID; the route of a template gets its ID with each use. */
    private static List<JsonNode> ownRoutes(JsonNode file) {
        List<JsonNode> routes = new ArrayList<>();
        file.forEach(definition -> {
            if (definition.has("route")) {
                routes.add(definition.path("route"));
            }
        });
        return routes;
    }

    /** Returns the parameters of the file's route templates, whose routes have placeholders for them. */
    private static Set<String> templates(JsonNode file, List<String> faults) {
        Set<String> parameters = new HashSet<>();
        for (JsonNode template : file.findValues("routeTemplate")) {
            if (!template.path("id").asText().startsWith("plume-")) {
                faults.add(at(template, "routeTemplate: its id should begin with plume-"));
            }
            parameters.addAll(template.path("parameters").findValuesAsText("name"));
        }
        return parameters;
    }

    /** Finds definitions that affect routes of other files. */
    private static void outside(JsonNode file, List<String> faults) {
        for (JsonNode step : file.findValues("toD")) {
            faults.add(at(step, "toD: a dynamic address creates an endpoint for each message; use to"));
        }
        for (JsonNode definition : file) {
            if (definition.has("errorHandler")) {
                faults.add(at(
                        definition,
                        "errorHandler: at the top of a file it applies to all routes; put it into a route"));
            }
            JsonNode configuration = definition.path("routeConfiguration");
            if (!configuration.isMissingNode()
                    && !configuration.path("id").asText().startsWith("plume")) {
                faults.add(at(
                        definition,
                        "routeConfiguration: without an id that begins with plume it applies to all routes"));
            }
        }
    }

    /**
     * Returns the keys of placeholders.
     *
     * @param text any text
     */
    public static List<String> keys(String text) {
        return KEY.matcher(text)
                .results()
                .map((MatchResult result) -> result.group(1))
                .toList();
    }

    /** Returns a fault with its line. */
    private static String at(JsonNode node, String format, Object... values) {
        String text = values.length == 0 ? format : String.format(Locale.ROOT, format, values);
        return at(node == null ? null : JsonNodes.tokenStreamLocationOf(node), text);
    }

    private static String at(JsonLocation location, String text) {
        return location == null ? text : String.format(Locale.ROOT, "line %d: %s", location.getLineNr(), text);
    }
}
