package org.plumelookup.source;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Locale;

/** Reads the column {@code accountId} as text. */
final class AccountColumn {
    /** The column's name, in any case. */
    static final String NAME = "accountId";

    private AccountColumn() {}

    /**
     * Refuses a column type that is not text.
     *
     * @param key the key of the select statement
     * @throws StatementFault if the column holds bytes
     */
    static void check(ResultSetMetaData columns, int column, String key) throws SQLException {
        switch (columns.getColumnType(column)) {
            case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB ->
                throw new StatementFault(
                        String.format(
                                Locale.ROOT,
                                "%s returns %s as %s, which is binary, not text. Convert it in %s; in PostgreSQL with"
                                        + " convert_from(COLUMN, 'UTF8') AS %s, or encode(COLUMN, 'hex') AS %s.",
                                key,
                                NAME,
                                columns.getColumnTypeName(column),
                                key,
                                NAME,
                                NAME),
                        null);
            default -> {}
        }
    }

    /** Returns the text of the current row; null if the column is null. */
    static String text(ResultSet row, int column) throws SQLException {
        String text = row.getString(column);
        if (text == null) {
            return null;
        }
        return switch (row.getMetaData().getColumnType(column)) {
            case Types.CHAR, Types.NCHAR -> text.replaceFirst(" ++$", ""); // padded by the database
            case Types.REAL, Types.FLOAT, Types.DOUBLE -> digits(text, true);
            case Types.NUMERIC, Types.DECIMAL -> digits(text, false);
            default -> text;
        };
    }

    /** Writes a number without the exponent that some drivers use. */
    private static String digits(String text, boolean binary) {
        try {
            BigDecimal number = new BigDecimal(text);
            return (binary ? number.stripTrailingZeros() : number).toPlainString();
        } catch (NumberFormatException e) {
            return text; // NaN, or an amount with a currency
        }
    }
}
