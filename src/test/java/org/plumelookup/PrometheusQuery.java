package org.plumelookup;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A query of Prometheus that the package ships.
 *
 * @param text in the language of Prometheus
 */
public record PrometheusQuery(String text) {
    private static final Path FILES = Path.of("src/assembly");
    private static final Pattern TEXT = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"");
    private static final Pattern RANGE = Pattern.compile("\\[[^]]*]|\\boffset \\w+");
    private static final Pattern GROUPING =
            Pattern.compile("\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)");
    private static final Pattern SELECTOR = Pattern.compile(
            "(?<![\\w.])(?!(?:and|or|unless|bool)\\b)([a-zA-Z_:][\\w:]*)(?![\\w:]|\\s*\\()(?:\\{([^}]*)})?");
    private static final Pattern LABEL = Pattern.compile("(\\w+)\\s*[=!]");

    /** Reads the file of the alert rules; refuses a key that is there twice. */
    public static JsonNode rules() throws IOException {
        return YAMLMapper.builder(YAMLFactory.builder()
                        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                        .build())
                .build()
                .readTree(FILES.resolve("prometheus/plume-lookup.rules.yml").toFile());
    }

    /** Reads the dashboard; refuses a key that is there twice. */
    public static JsonNode dashboard() throws IOException {
        return JsonMapper.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build()
                .readTree(FILES.resolve("grafana/plume-lookup.json").toFile());
    }

    /** Returns all queries of both. */
    public static List<PrometheusQuery> shipped() throws IOException {
        return Stream.of(rules(), dashboard())
                .flatMap(file -> file.findValues("expr").stream())
                .map(expr -> new PrometheusQuery(expr.asText()))
                .toList();
    }

    /** Returns the metrics that it asks for, each with the labels that it is selected by. */
    public Map<String, Set<String>> metrics() {
        String bare = TEXT.matcher(text).replaceAll("\"\"");
        bare = GROUPING.matcher(RANGE.matcher(bare).replaceAll("")).replaceAll("");
        Map<String, Set<String>> metrics = new HashMap<>();
        SELECTOR.matcher(bare)
                .results()
                .forEach(selector -> metrics.computeIfAbsent(selector.group(1), metric -> new TreeSet<>())
                        .addAll(labels(selector)));
        return metrics;
    }

    private static Set<String> labels(MatchResult selector) {
        Matcher labels = LABEL.matcher(selector.group(2) == null ? "" : selector.group(2));
        return labels.results().map(label -> label.group(1)).collect(Collectors.toSet());
    }
}
