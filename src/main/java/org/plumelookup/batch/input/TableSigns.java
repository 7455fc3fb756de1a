package org.plumelookup.batch.input;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.plumelookup.api.LookupRequest;

/**
 * Refuses what looks like a table, of which no column is known to hold the account ID: its other columns must not leave
 * the machine. An account ID is free text, so one sign in some lines is none.
 *
 * <ol>
 *   <li>All of the first ten lines have the same number of fields, two or more.
 *   <li>Most of the first hundred lines have a comma, semicolon, tab or bar in them, or blanks in a row.
 *   <li>Only the first of ten lines has the name of the column in it, among other words.
 *   <li>All of the first ten lines are in quotes.
 * </ol>
 */
final class TableSigns {
    private static final int FEW = 10;
    private static final int MANY = 100;
    private static final int QUOTED = 200;
    private static final Pattern SEPARATED = Pattern.compile(".*([,;\\t|]|\\S {2,}\\S).*", Pattern.DOTALL);

    private final Path file;
    private final Lines lines;
    private final String column;

    TableSigns(Path file, Lines lines, String column) {
        this.file = file;
        this.lines = lines;
        this.column = column;
    }

    /**
     * Looks at the next lines; takes none.
     *
     * @throws UnreadableFileException if they look like a table; the message quotes the first line
     */
    void refuse() throws IOException {
        for (char delimiter : HeaderSearch.DELIMITERS) {
            List<String> header = new CsvSample(lines, delimiter, false).table(FEW);
            if (header != null) {
                throw missing(file, column, "a table", "its header is", header);
            }
        }
        List<String> few = texts(lines.sample(FEW));
        List<String> many = texts(lines.sample(MANY));
        long separated =
                many.stream().filter(line -> SEPARATED.matcher(line).matches()).count();
        if (2 * separated > many.size()) {
            throw looksLike(
                    separated + " of its first " + many.size()
                            + " lines have a comma, semicolon, tab, bar or blanks in a row, as tables have",
                    many.get(0));
        }
        if (few.size() > 1 && few.stream().filter(this::namesColumn).toList().equals(few.subList(0, 1))) {
            throw looksLike(
                    "its first line names the column, and what separates it from others is not known", few.get(0));
        }
        if (few.stream().allMatch(line -> line.length() > 1 && line.startsWith("\"") && line.endsWith("\""))) {
            throw looksLike("its lines are in quotes, as those of CSV are", few.get(0));
        }
    }

    private static List<String> texts(List<Line> sample) {
        return sample.stream()
                .map(line -> LookupRequest.cut(line.lenientText(), LookupRequest.EXCERPT)
                        .strip())
                .toList();
    }

    private boolean namesColumn(String line) {
        String word = "(?iu)(.*[^\\p{L}\\p{N}_])?" + Pattern.quote(column.strip()) + "([^\\p{L}\\p{N}_].*)?";
        return line.matches(word);
    }

    private UnreadableFileException looksLike(String sign, String line) {
        return new UnreadableFileException(
                file,
                "is no list of one account ID a line: " + sign + ". Its first line is: "
                        + LookupRequest.cut(line, QUOTED) + ". Put a header with \"" + column
                        + "\" into the first line, its columns separated by comma, semicolon, tab or bar, and account IDs"
                        + " that have such a character in quotes");
    }

    static UnreadableFileException missing(Path file, String column, String kind, String found, List<String> names) {
        return new UnreadableFileException(
                file,
                "is " + kind + " without \"" + column + "\"; " + found + ": "
                        + LookupRequest.cut(String.join(", ", names), QUOTED)
                        + ". Name the column of the account ID with plume.file.column, or correct the file");
    }
}
