package org.plumelookup.app.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A name in a file of routes that must have our prefix.
 *
 * @param text the name
 * @param node its place
 */
record RouteName(String text, JsonNode node) {
    private static final Pattern OURS = Pattern.compile("(direct|seda|bean):(//)?([^?]+).*");

    /** Returns the names of direct endpoints, beans and references, and of the file's own declarations. */
    static List<RouteName> in(JsonNode node) {
        List<RouteName> names = new ArrayList<>();
        String value = node.path("value").asText(); // of a parameter of a template
        if (node.has("value") && node.path("name").asText().equals("channel")) {
            names.add(new RouteName(value, node.path("value")));
        }
        String uri = node.path("uri").asText(value.contains(":") ? value : "");
        Matcher ours = OURS.matcher(uri);
        if (ours.matches()) {
            names.add(new RouteName(ours.group(3), node));
        } else if (uri.matches("direct|seda|bean")) {
            JsonNode parameters = node.path("parameters");
            names.add(new RouteName(
                    parameters.path(uri.equals("bean") ? "beanName" : "name").asText(), node));
        }
        node.properties().forEach(field -> {
            boolean reference = field.getKey().matches("ref|.*Ref|routeConfigurationId");
            if (field.getValue().isTextual()
                    && (reference || field.getValue().asText().matches("#\\w.*"))) {
                names.add(new RouteName(field.getValue().asText().replaceFirst("^#(bean:)?", ""), field.getValue()));
            }
            if (field.getKey().equals("beans")) {
                field.getValue().findValues("name").forEach(name -> names.add(new RouteName(name.asText(), name)));
            }
        });
        node.forEach(child -> names.addAll(in(child)));
        return names;
    }
}
