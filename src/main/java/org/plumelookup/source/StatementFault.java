package org.plumelookup.source;

import java.sql.SQLException;
import java.util.Locale;
import java.util.Set;
import org.plumelookup.text.Causes;

/** Thrown if a statement cannot work for any row; the message names the key, the cause and the cure. */
final class StatementFault extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final String CLASS = "42"; // of the SQL standard: syntax error or access rule violation
    // The type of a parameter is undetermined, which can depend on the values of a row.
    private static final Set<String> MAY_WORK = Set.of("42P18", "42P08");

    StatementFault(String message, Throwable cause) {
        super(message, cause);
    }

    static boolean isOne(SQLException failure) {
        String state = String.valueOf(failure.getSQLState());
        return state.startsWith(CLASS) && !MAY_WORK.contains(state);
    }

    static StatementFault of(SQLException cause, String key) {
        return new StatementFault(
                String.format(
                        Locale.ROOT,
                        "%s cannot work (%s, SQL state %s). Correct it, or the table or its permissions.",
                        key,
                        Causes.text(cause),
                        cause.getSQLState()),
                cause);
    }
}
