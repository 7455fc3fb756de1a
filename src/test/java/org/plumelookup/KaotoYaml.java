package org.plumelookup;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Writes YAML as Kaoto does (its library is {@code yaml} of npm, schema 1.1): indented by two, quotes only if they
 * are needed, a text of several lines as a block. It folds no line, because none may be long.
 */
final class KaotoYaml {
    private static final String STEP = "  ";
    private static final Pattern NOT_PLAIN =
            Pattern.compile("^[\\t ,\\[\\]{}#&*!|>'\"%@`].*|[?-]|[?-][\\t ].*|.*:[\\t ].*|.*[\\t ]#.*|.*[\\t :]$|");
    private static final Pattern OF_ANOTHER_TYPE = Pattern.compile(
            "~|<<|null|Null|NULL|[Yy]|[Nn]|([Yy]es|[Nn]o|[Tt]rue|[Ff]alse|[Oo]n|[Oo]ff)|YES|NO|TRUE|FALSE|ON|OFF"
                    + "|[-+]?0b[01_]+|[-+]?0x[0-9a-fA-F_]+|[-+]?[0-9][0-9_]*|[-+]?([0-9][0-9_]*)?\\.[0-9_]*"
                    + "|[-+]?[0-9][0-9_]*(\\.[0-9_]*)?[eE][-+]?[0-9]+|[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)"
                    + "|[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\\.[0-9_]*)?|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt ].*)?");

    private KaotoYaml() {}

    /** Writes a file: the list of definitions of a file of routes, or the map of a Kamelet. */
    static String write(JsonNode file) {
        StringBuilder text = new StringBuilder();
        if (file.isArray()) {
            list(file, "", text);
        } else {
            map(file, "", text);
        }
        return text.toString();
    }

    private static void list(JsonNode list, String indent, StringBuilder text) {
        for (JsonNode item : list) {
            text.append(indent).append("- ");
            int start = text.length();
            value(item, indent + STEP, text);
            if (item.isContainerNode() && !item.isEmpty()) {
                text.delete(start, start + 1 + indent.length() + STEP.length()); // goes on behind the dash
            }
        }
    }

    private static void map(JsonNode map, String indent, StringBuilder text) {
        for (Map.Entry<String, JsonNode> entry : map.properties()) {
            text.append(indent).append(scalar(entry.getKey())).append(':');
            if (!entry.getValue().isContainerNode() || entry.getValue().isEmpty()) {
                text.append(' ');
            }
            value(entry.getValue(), indent + STEP, text);
        }
    }

    private static void value(JsonNode value, String indent, StringBuilder text) {
        if (value.isEmpty() && value.isContainerNode()) {
            text.append(value.isArray() ? "[]\n" : "{}\n");
        } else if (value.isArray()) {
            text.append('\n');
            list(value, indent, text);
        } else if (value.isObject()) {
            text.append('\n');
            map(value, indent, text);
        } else if (value.isTextual() && value.textValue().contains("\n")) {
            text.append("|-\n").append(value.textValue().indent(indent.length()).replaceAll("(?m)^ +$", ""));
        } else {
            text.append(value.isTextual() ? scalar(value.textValue()) : value.asText())
                    .append('\n');
        }
    }

    private static String scalar(String text) {
        if (!NOT_PLAIN.matcher(text).matches() && !OF_ANOTHER_TYPE.matcher(text).matches()) {
            return text;
        }
        return text.contains("\"") && !text.contains("'")
                ? "'" + text + "'"
                : '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
