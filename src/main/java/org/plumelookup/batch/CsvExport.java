package org.plumelookup.batch;

import com.fasterxml.jackson.databind.JsonNode;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.QuoteStrategies;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import org.plumelookup.disk.AtomicFile;

/**
 * Writes a copy of a result file as CSV (RFC 4180), which is safe to open in a spreadsheet: a text that a spreadsheet
 * would run as a formula gets an apostrophe in front.
 *
 * @see <a href="https://owasp.org/www-community/attacks/CSV_Injection">CSV injection</a>
 */
final class CsvExport {
    private static final List<String> FOUND = List.of(
            "row",
            "accountId",
            "customerId",
            "customerAccountId",
            "name",
            "email",
            "locationIds",
            "match",
            "matches",
            "others");
    private static final List<String> ERRORS =
            List.of("row", "accountId", "category", "status", "reason", "retryable", "calls", "time");

    private CsvExport() {}

    /**
     * Writes {@code found.csv} or {@code errors.csv} next to the file of JSON lines.
     *
     * @param folder folder of the batch
     * @param name {@code found} or {@code errors}
     */
    static void write(Path folder, String name) throws IOException {
        Path source = folder.resolve(name + ".jsonl");
        List<String> fields = name.equals("found") ? FOUND : ERRORS;
        Set<String> columns = inputColumns(source);
        AtomicFile.write(folder.resolve(name + ".csv"), out -> {
            Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
            CsvWriter csv =
                    CsvWriter.builder().quoteStrategy(QuoteStrategies.ALWAYS).build(writer);
            List<String> header = new ArrayList<>(fields);
            columns.forEach(column -> header.add(safe(fields.contains(column) ? "input." + column : column)));
            csv.writeRecord(header);
            try (BufferedReader lines = Files.newBufferedReader(source)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    csv.writeRecord(cells(RowJson.MAPPER.readTree(line), fields, columns));
                }
            }
            csv.flush();
        });
    }

    private static Set<String> inputColumns(Path source) throws IOException {
        Set<String> columns = new LinkedHashSet<>();
        try (BufferedReader lines = Files.newBufferedReader(source)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                RowJson.MAPPER.readTree(line).path("input").fieldNames().forEachRemaining(columns::add);
            }
        }
        return columns;
    }

    private static List<String> cells(JsonNode record, List<String> fields, Set<String> columns) {
        List<String> cells = new ArrayList<>();
        fields.forEach(field -> cells.add(safe(text(record.path(field)))));
        columns.forEach(column -> cells.add(safe(text(record.path("input").path(column)))));
        return cells;
    }

    private static String text(JsonNode value) {
        if (value.isArray()) {
            StringJoiner items = new StringJoiner(" ");
            value.forEach(item -> items.add(item.asText()));
            return items.toString();
        }
        return value.isObject() ? value.toString() : value.isNull() ? "" : value.asText();
    }

    private static String safe(String text) {
        return isFormula(text) ? "'" + text : text;
    }

    /**
     * Returns whether a spreadsheet runs a text: it skips blanks and invisible characters, and accepts full-width
     * signs.
     */
    private static boolean isFormula(String text) {
        if (!text.isEmpty() && "\t\r\n".indexOf(text.charAt(0)) >= 0) {
            return true;
        }
        return text.chars()
                .dropWhile(c ->
                        Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.isIdentifierIgnorable(c))
                .limit(1)
                .anyMatch(c -> "=+-@＝＋－＠".indexOf(c) >= 0);
    }
}
