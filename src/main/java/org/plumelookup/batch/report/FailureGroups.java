package org.plumelookup.batch.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Groups the failures of a batch by outcome and reason. Reasons that differ only in numbers and in the ID are one. */
final class FailureGroups {
    private static final int MOST_GROUPS = 50;
    private static final int MOST_EXAMPLES = 3;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern DIGITS = Pattern.compile("\\d+");

    /**
     * Failures with one reason.
     *
     * @param category text of the outcome
     * @param status the HTTP status of the first one; null if there was none
     * @param reason that of the first one; null if they have different ones, which are too many to tell apart
     * @param rows number of failures
     * @param examples the first of them
     */
    record Group(String category, Integer status, String reason, long rows, List<Example> examples) {
        private Group and(Example example) {
            List<Example> more = new ArrayList<>(examples);
            if (more.size() < MOST_EXAMPLES) {
                more.add(example);
            }
            return new Group(category, status, reason, rows + 1, more);
        }
    }

    /**
     * A failed row.
     *
     * @param row its number
     * @param accountId its account ID; null if it has none
     */
    record Example(long row, String accountId) {}

    private final Map<String, Group> groups = new LinkedHashMap<>();

    private FailureGroups() {}

    /** Reads the failures of a complete batch; the most frequent ones are first. */
    static List<Group> of(Path folder) throws IOException {
        FailureGroups failures = new FailureGroups();
        try (BufferedReader lines = Files.newBufferedReader(folder.resolve("errors.jsonl"))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                failures.add(JSON.readTree(line));
            }
        }
        return failures.groups.values().stream()
                .sorted(Comparator.comparingLong(Group::rows).reversed())
                .toList();
    }

    private void add(JsonNode record) {
        String category = record.path("category").asText();
        String reason = Optional.ofNullable(record.path("reason").textValue()).orElse("");
        String accountId = record.path("accountId").textValue();
        String common = accountId == null || accountId.isEmpty() ? reason : reason.replace(accountId, "…");
        Integer status = record.path("status").isInt() ? record.path("status").intValue() : null;
        String key = category + " " + status + " " + DIGITS.matcher(common).replaceAll("#");
        boolean isOwn = groups.containsKey(key) || groups.size() < MOST_GROUPS;
        groups.compute(
                isOwn ? key : category,
                (name, group) -> (group == null
                                ? new Group(category, status, isOwn ? reason : null, 0, List.of())
                                : group)
                        .and(new Example(record.path("row").asLong(), accountId)));
    }
}
