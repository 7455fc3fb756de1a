package org.plumelookup.batch.input;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.plumelookup.api.LookupRequest;

/**
 * Refuses a file that looks like a table without a known column of the account ID, because its other columns must not
 * leave the machine. An account ID is free text, so that a separator in a few lines means nothing.
 *
 * <ol>
 *   <li>All of the first ten lines have the same number of fields, two or more.
 *   <li>Most of the first hundred lines contain a comma, semicolon, tab or bar, or several blanks in a row.
 *   <li>Only the first of ten lines contains the name of the column, among other words.
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
     * Checks the next lines without consuming them.
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
                            + " lines contain a comma, semicolon, tab, bar or several blanks in a row, as in a table",
                    many.get(0));
        }
        if (few.size() > 1 && few.stream().filter(this::namesColumn).toList().equals(few.subList(0, 1))) {
            throw looksLike(
                    "its first line contains the name of the column, but the separator of its columns is unknown",
                    few.get(0));
        }
        if (few.stream().allMatch(line -> line.length() > 1 && line.startsWith("\"") && line.endsWith("\""))) {
            throw looksLike("its lines are in quotes, as in CSV", few.get(0));
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
                "is not a list of one account ID per line: " + sign + ". Its first line is: "
                        + LookupRequest.cut(line, QUOTED) + ". Put a header with \"" + column
                        + "\" into the first line, separate the columns by comma, semicolon, tab or bar, and quote"
                        + " account IDs that contain such a character");
    }

    static UnreadableFileException missing(Path file, String column, String kind, String found, List<String> names) {
        return new UnreadableFileException(
                file,
                "is " + kind + " without \"" + column + "\"; " + found + ": "
                        + LookupRequest.cut(String.join(", ", names), QUOTED)
                        + ". Set plume.file.column to the column of the account ID, or correct the file");
    }
}
