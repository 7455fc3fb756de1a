package org.plumelookup.bench;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Collects figures and shows them as a Markdown table: the median of all rounds, and what the rounds ranged over. */
final class Report {
    /** A line of the table: one figure of one load. */
    private record Row(String load, String figure) {}

    private final Map<Row, Map<Contender, List<Double>>> rows = new LinkedHashMap<>();
    private final Map<Row, Map<Contender, String>> remarks = new LinkedHashMap<>();

    private final Set<String> commands = new LinkedHashSet<>();

    /** Adds the figure of one round. */
    void add(String load, String figure, Contender contender, double value) {
        rows.computeIfAbsent(new Row(load, figure), row -> new EnumMap<>(Contender.class))
                .computeIfAbsent(contender, column -> new ArrayList<>())
                .add(value);
    }

    /** Says why there is no figure. */
    void remark(String load, String figure, Contender contender, String text) {
        Row row = new Row(load, figure);
        rows.computeIfAbsent(row, key -> new EnumMap<>(Contender.class));
        remarks.computeIfAbsent(row, key -> new EnumMap<>(Contender.class)).put(contender, text);
    }

    /** Notes how a contender was started. */
    void command(ProcessBuilder builder) {
        String settings = builder.environment().entrySet().stream()
                .filter(setting -> setting.getKey().startsWith("PLUME_"))
                .filter(setting -> !setting.getValue().equals(System.getenv(setting.getKey()))) // a user's secret
                .map(setting -> setting.getKey() + "='" + setting.getValue() + "' ")
                .sorted()
                .collect(Collectors.joining());
        String words = builder.command().stream()
                .map(word -> word.contains(".jar") ? "CLASSPATH" : word.replaceFirst("^.*/bin/java$", "java"))
                .collect(Collectors.joining(" "));
        commands.add((settings + words)
                .replace(System.getProperty("user.dir") + "/", "")
                .replaceAll("127[.]0[.]0[.]1:\\d+", "127.0.0.1:PORT"));
    }

    /** Returns the commands, in list items. */
    String commands() {
        return commands.stream().map(command -> "- `" + command + "`\n").collect(Collectors.joining());
    }

    /** Returns the table. */
    String table() {
        StringBuilder table = new StringBuilder("| load | figure");
        StringBuilder line = new StringBuilder("|---|---|");
        for (Contender contender : Contender.values()) {
            table.append(" | ").append(contender.label());
            line.append("---|");
        }
        table.append(" |\n").append(line).append('\n');
        String load = "";
        for (Row row : rows.keySet()) {
            table.append("| ").append(row.load().equals(load) ? "" : row.load());
            table.append(" | ").append(row.figure());
            for (Contender contender : Contender.values()) {
                table.append(" | ").append(cell(row, contender));
            }
            table.append(" |\n");
            load = row.load();
        }
        return table.toString();
    }

    private String cell(Row row, Contender contender) {
        List<Double> figures = rows.get(row).getOrDefault(contender, List.of()).stream()
                .sorted()
                .toList();
        if (figures.isEmpty()) {
            return remarks.getOrDefault(row, Map.of()).getOrDefault(contender, "");
        }
        String median = number((figures.get((figures.size() - 1) / 2) + figures.get(figures.size() / 2)) / 2);
        String low = number(figures.get(0));
        String high = number(figures.get(figures.size() - 1));
        return low.equals(high) ? median : median + " (" + low + " to " + high + ")";
    }

    private static String number(double figure) {
        return String.format(Locale.ROOT, figure >= 100 ? "%,.0f" : figure >= 10 ? "%.1f" : "%.2f", figure);
    }
}
