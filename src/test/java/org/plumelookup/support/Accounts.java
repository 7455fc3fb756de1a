package org.plumelookup.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Makes up input files in which every outcome that the fake can give comes again and again. */
public final class Accounts {
    private static final List<String> KINDS = List.of(
            "A-",
            "MANY-3-",
            "B-",
            "NONE-",
            "CASE-",
            "MIX-",
            "OTHER-",
            "C ü/%?+-",
            "S401-",
            "FLAKY-2-",
            "BARE-",
            "S403-",
            "MANY-12-",
            "S404-",
            "D-",
            "S422-",
            "HTML-",
            "E-",
            "HALF-",
            "PLAIN-",
            "S500-",
            "F-",
            "RESET-",
            "G-",
            "A-again",
            "",
            "null");

    private Accounts() {}

    /** Returns the account ID of each row: the kinds by turns, now and then an earlier one again, nothing or null. */
    public static List<String> ids(int rows) {
        List<String> ids = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            String kind = KINDS.get(row % KINDS.size());
            switch (kind) {
                case "A-again" -> ids.add("A-" + row / KINDS.size() / 3 * 3 * KINDS.size());
                case "", "null" -> ids.add(kind);
                default -> ids.add(kind + row);
            }
        }
        return ids;
    }

    /** Writes a CSV file with a column that is carried along; its appearance is atomic. */
    public static Path write(Path file, List<String> ids) throws IOException {
        StringBuilder csv = new StringBuilder("region,accountId\r\n");
        for (int row = 0; row < ids.size(); row++) {
            csv.append("\"Región ")
                    .append(row)
                    .append(", Süd\",\"")
                    .append(ids.get(row))
                    .append("\"\r\n");
        }
        Files.createDirectories(file.getParent());
        Path part = file.resolveSibling("." + file.getFileName() + ".part");
        Files.writeString(part, csv);
        return Files.move(part, file);
    }
}
