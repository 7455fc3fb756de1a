package org.plumelookup.batch.input;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The header of a CSV file.
 *
 * @param delimiter the field separator
 * @param names name of each column, unique and not blank
 * @param accountId index of the column of the account ID
 * @param padded whether it has blanks next to its delimiters; those of the rows are ignored then
 * @param titles how many non-blank lines are above it
 * @param given name of each column as it stands there
 */
record CsvHeader(char delimiter, List<String> names, int accountId, boolean padded, int titles, List<String> given) {
    private static final int LONGEST_NAME = 200;

    /**
     * Creates a header from the fields of its record; a repeated name gets a number, a blank one is "column 3".
     *
     * @param padded whether it has blanks next to its delimiters, which the fields no longer contain
     */
    static CsvHeader of(char delimiter, List<String> fields, int accountId, boolean padded) {
        return new CsvHeader(delimiter, names(fields, accountId), accountId, padded, 0, List.copyOf(fields));
    }

    CsvHeader withTitles(int lines) {
        return new CsvHeader(delimiter, names, accountId, padded, lines, given);
    }

    private static List<String> names(List<String> fields, int accountId) {
        Set<String> taken = new HashSet<>(fields);
        Set<String> seen = new HashSet<>();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            String name = cut(fields.get(i));
            if (name.isBlank()) {
                name = unique("column " + (i + 1), taken);
            } else if (i != accountId && (!seen.add(name) || name.equals(fields.get(accountId)))) {
                name = unique(name, taken);
            }
            names.add(name);
        }
        return List.copyOf(names);
    }

    /** Cuts a long name, because JSON readers refuse names of many thousand characters. */
    private static String cut(String name) {
        return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME);
    }

    /** Finds the column, compared exactly or else trimmed and ignoring case; -1 if it is missing. */
    static int find(List<String> fields, String column, boolean exactly) {
        return IntStream.range(0, fields.size())
                .filter(i -> exactly
                        ? fields.get(i).equals(column)
                        : fields.get(i).strip().equalsIgnoreCase(column.strip()))
                .findFirst()
                .orElse(-1);
    }

    private static String unique(String name, Set<String> taken) {
        String candidate = name;
        for (int n = 2; !taken.add(candidate); n++) {
            candidate = name + " " + n;
        }
        return candidate;
    }
}
