package org.plumelookup.source;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Checks a statement by its description, without running it. */
final class StatementCheck {
    // Classes of SQL states: no connection, no resources, operator intervention, system error.
    private static final Set<String> AWAY = Set.of("08", "53", "57", "58");

    private StatementCheck() {}

    /** Reads from a prepared statement. */
    interface Reader {
        void read(PreparedStatement prepared) throws SQLException;
    }

    /**
     * Prepares a statement.
     *
     * @param key the statement's key
     * @param reader reads the description
     * @throws StatementFault if it cannot work
     * @throws SQLException if the database is unavailable; a statement that a driver cannot describe fails only when it
     *     runs
     */
    static void run(Connection connection, NamedStatement statement, String key, Reader reader) throws SQLException {
        try (PreparedStatement prepared = connection.prepareStatement(statement.jdbc())) {
            reader.read(prepared);
        } catch (SQLException e) {
            if (StatementFault.isOne(e)) {
                throw StatementFault.of(e, key);
            }
            String state = String.valueOf(e.getSQLState());
            if (state.length() > 1 && AWAY.contains(state.substring(0, 2))) {
                throw e;
            }
        }
    }

    /**
     * Lets the database check the types of the parameters.
     *
     * @param columns types of the row's columns by name, in any case
     */
    static void parameters(PreparedStatement prepared, List<String> names, Map<String, Integer> columns)
            throws SQLException {
        for (int i = 0; i < names.size(); i++) {
            Integer ours = RowParameters.TYPES.get(names.get(i));
            int type = ours == null ? columns.getOrDefault(names.get(i), Types.NULL) : ours;
            // Not every driver knows nulls of the newer types.
            prepared.setNull(i + 1, type > Types.OTHER ? Types.NULL : type);
        }
        prepared.getParameterMetaData();
    }
}
