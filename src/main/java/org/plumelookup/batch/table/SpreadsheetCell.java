package org.plumelookup.batch.table;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/**
 * Writes a value as the text of a cell, which no spreadsheet runs as a formula.
 *
 * <p>A text that begins with {@code =}, {@code +}, {@code -} or {@code @}, also in full width or after blanks and
 * invisible characters, or with a tab or a line end, gets an apostrophe in front. A negative number or a phone number
 * does not: a text of digits and <code>. , - / ( )</code> and blanks, with at most one sign in front, can neither call
 * nor refer to anything.
 *
 * @see <a href="https://owasp.org/www-community/attacks/CSV_Injection">CSV injection</a>
 */
final class SpreadsheetCell {
    private static final String SIGNS = "=+-@＝＋－＠";
    private static final Pattern NUMBER = Pattern.compile("[+-]?+(?!-)[0-9 .,/()-]*");

    private SpreadsheetCell() {}

    /** Returns the cell of a value of a record; the items of a list have a blank between. */
    static String of(JsonNode value) {
        return of(text(value));
    }

    /** Returns the cell of a text. */
    static String of(String text) {
        return isFormula(text) && !isNumber(text) ? "'" + text : text;
    }

    private static String text(JsonNode value) {
        if (value.isArray()) {
            StringJoiner items = new StringJoiner(" ");
            value.forEach(item -> items.add(item.asText()));
            return items.toString();
        }
        return value.isObject() ? value.toString() : value.isNull() ? "" : value.asText();
    }

    private static boolean isNumber(String text) {
        return NUMBER.matcher(text).matches() && text.chars().anyMatch(c -> c >= '0' && c <= '9');
    }

    private static boolean isFormula(String text) {
        if (!text.isEmpty() && "\t\r\n".indexOf(text.charAt(0)) >= 0) {
            return true;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Character.isWhitespace(c) && !Character.isSpaceChar(c) && !Character.isIdentifierIgnorable(c)) {
                return SIGNS.indexOf(c) >= 0;
            }
        }
        return false;
    }
}
