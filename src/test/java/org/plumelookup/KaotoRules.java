package org.plumelookup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What makes a file of routes legible in Kaoto, whose nodes show the description, and an edit by it a small one. These
 * are rules for the files that we ship; those of a user need not keep them.
 */
final class KaotoRules {
    /** The label of a call of {@code direct:plume-lookup}, which no file of routes shows the inside of. */
    private static final String LOOKUP = "Lookup (built in)";

    private static final int COLUMNS = 80;
    private static final int LONGEST_ROUTE_LABEL = 40;
    private static final int LONGEST_STEP_LABEL = 20;
    private static final List<String> BRANCHES = List.of("when", "otherwise", "doCatch", "doFinally");
    private static final YAMLMapper YAML = new YAMLMapper();

    private final List<String> faults = new ArrayList<>();
    private String route = "";

    private KaotoRules() {}

    /**
     * Lists the faults of a file.
     *
     * @param text the whole file
     * @return a sentence for each, none if it is well
     */
    static List<String> faults(String text) throws IOException {
        KaotoRules rules = new KaotoRules();
        JsonNode file = YAML.readTree(text);
        rules.lines(text, KaotoYaml.write(file));
        rules.definitions(file);
        return rules.faults;
    }

    private void lines(String text, String byKaoto) {
        List<String> lines = text.lines().toList();
        List<String> written = byKaoto.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.length() > COLUMNS) {
                fault("line %d has %d columns, more than %d: break a note into lines", i + 1, line.length(), COLUMNS);
            }
            if (line.matches("\\s*#.*")) {
                fault("line %d is a comment, which Kaoto drops: make it a note", i + 1);
            }
        }
        for (int i = 0; i < Math.max(lines.size(), written.size()); i++) {
            String line = i < lines.size() ? lines.get(i) : "(nothing)";
            String other = i < written.size() ? written.get(i) : "(nothing)";
            if (!line.equals(other)) {
                fault("line %d: Kaoto would change <%s> to <%s> at the first edit", i + 1, line.strip(), other.strip());
                break;
            }
        }
    }

    private void definitions(JsonNode file) {
        for (int i = 0; i < file.size(); i++) {
            JsonNode definition = file.get(i);
            if (definition.has("beans") && i < file.size() - 1) {
                fault("beans: they belong to the end of the file, where Kaoto moves them");
            }
            if (definition.has("templatedRoute")) {
                fault("templatedRoute %s: Kaoto shows none; write the route out", definition.findValue("routeId"));
            }
            JsonNode shown = definition.path("route").isMissingNode()
                    ? definition.path("routeTemplate")
                    : definition.path("route");
            if (!shown.isMissingNode()) {
                route = shown.path("id").asText();
                label(shown, "the route", LONGEST_ROUTE_LABEL);
                JsonNode from = shown.path("from").isMissingNode() ? shown.at("/route/from") : shown.path("from");
                label(from, "from", LONGEST_STEP_LABEL);
                steps(from, false);
            }
        }
    }

    private void steps(JsonNode parent, boolean inTry) {
        for (JsonNode step : parent.path("steps")) {
            step.properties().forEach(kind -> step(kind.getKey(), kind.getValue(), inTry));
        }
    }

    private void step(String kind, JsonNode step, boolean inTry) {
        label(step, kind, LONGEST_STEP_LABEL);
        boolean isTry = kind.equals("doTry");
        if (isTry && inTry) {
            fault("route %s: a doTry inside a doTry is hard to follow; make the inner one a route", route);
        }
        if (step.path("uri").asText().equals("direct")
                && step.at("/parameters/name").asText().equals("plume-lookup")
                && !step.path("description").asText().equals(LOOKUP)) {
            fault("route %s: the call of direct:plume-lookup should be labelled '%s'", route, LOOKUP);
        }
        steps(step, inTry || isTry);
        for (String branch : BRANCHES) {
            JsonNode branches = step.path(branch);
            for (JsonNode one : branches.isObject() ? List.of(branches) : branches) {
                label(one, branch, LONGEST_STEP_LABEL);
                steps(one, inTry || isTry);
            }
        }
    }

    private void label(JsonNode node, String kind, int longest) {
        String label = node.path("description").asText();
        int words = label.isBlank() ? 0 : label.strip().split("\\s+").length;
        if (words < 2 || words > 4 || label.length() > longest) {
            fault(
                    "route %s: %s needs a description of 2 to 4 words and at most %d characters, its label in Kaoto,"
                            + " not <%s>; reasons go into its note",
                    route, kind, longest, label);
        }
    }

    private void fault(String format, Object... values) {
        faults.add(String.format(Locale.ROOT, format, values));
    }
}
