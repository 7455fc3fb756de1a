package org.plumelookup.source;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.plumelookup.settings.Settings;
import org.springframework.core.NestedRuntimeException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.StatementCreatorUtils;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.jdbc.support.JdbcUtils;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Runs the select and the update statement of a CRM database, each in a transaction.
 *
 * <p>Throws a {@link StatementFault} if a statement cannot work for any row, otherwise Spring's exceptions.
 * Thread-safe.
 */
final class Statements {
    private static final int MOST_ROWS = 1000;
    private static final String POSTGRESQL = "PostgreSQL";

    private final String selectKey;
    private final String updateKey;
    private final String select;
    private final String update;
    private final Supplier<DataSource> pool;

    /**
     * Reads the statements.
     *
     * @param keys the settings
     * @param pool provides the connections; called each time, because an edited route can have another pool
     */
    Statements(Settings keys, Supplier<DataSource> pool) {
        this.selectKey = keys.prefix().keys("plume.database.select");
        this.updateKey = keys.prefix().keys("plume.database.update");
        this.select = keys.required("plume.database.select");
        this.update = keys.required("plume.database.update");
        this.pool = pool;
    }

    /** Returns the rows to look up, at most a thousand; names ignore case. */
    List<Map<String, Object>> select() {
        DataSource database = pool.get();
        JdbcTemplate jdbc = new JdbcTemplate(database);
        jdbc.setMaxRows(MOST_ROWS);
        try {
            // Not a prepared statement, in which a ? would be a parameter.
            return transaction(database).execute(status -> jdbc.query(select, (row, number) -> row(row)));
        } catch (NestedRuntimeException e) {
            throw translated(e, selectKey);
        }
    }

    private Map<String, Object> row(ResultSet row) throws SQLException {
        Map<String, Object> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        ResultSetMetaData columns = row.getMetaData();
        for (int column = 1; column <= columns.getColumnCount(); column++) {
            String name = JdbcUtils.lookupColumnName(columns, column);
            if (name.equalsIgnoreCase(AccountColumn.NAME)) {
                AccountColumn.check(columns, column, selectKey);
                values.putIfAbsent(name, AccountColumn.text(row, column));
            } else {
                values.putIfAbsent(name, JdbcUtils.getResultSetValue(row, column));
            }
        }
        checkAccount(values.keySet());
        return values;
    }

    /**
     * Runs the update once for each set of parameters, all in one transaction.
     *
     * @param sets values by name, in any case
     */
    void update(List<Map<String, Object>> sets) {
        DataSource database = pool.get();
        JdbcTemplate jdbc = new JdbcTemplate(database);
        try {
            transaction(database)
                    .executeWithoutResult(status -> jdbc.execute((ConnectionCallback<Void>) connection -> {
                        NamedStatement statement = named(update, connection);
                        try (PreparedStatement prepared = connection.prepareStatement(statement.jdbc())) {
                            for (Map<String, Object> set : sets) {
                                bind(prepared, statement.names(), set);
                                prepared.execute();
                            }
                        }
                        return null;
                    }));
        } catch (NestedRuntimeException e) {
            throw translated(e, updateKey);
        }
    }

    private void bind(PreparedStatement prepared, List<String> names, Map<String, Object> set) throws SQLException {
        checkNames(names, set.keySet());
        for (int i = 0; i < names.size(); i++) {
            Object value = set.get(names.get(i));
            int type =
                    value == null ? RowParameters.TYPES.getOrDefault(names.get(i), Types.NULL) : JdbcUtils.TYPE_UNKNOWN;
            StatementCreatorUtils.setParameterValue(prepared, i + 1, type, value);
        }
    }

    /**
     * Lets the database check both statements; runs none.
     *
     * @throws StatementFault if one of them cannot work
     */
    void prepare() {
        try {
            new JdbcTemplate(pool.get()).execute((ConnectionCallback<Void>) this::prepare);
        } catch (NestedRuntimeException e) {
            throw translated(e, selectKey);
        }
    }

    private Void prepare(Connection connection) throws SQLException {
        NamedStatement selecting = named(select, connection);
        if (!selecting.names().isEmpty()) {
            throw new StatementFault(
                    String.format(
                            Locale.ROOT,
                            "%s has the parameters %s: remove them, it can have none.",
                            selectKey,
                            selecting.names()),
                    null);
        }
        Map<String, Integer> columns = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        StatementCheck.run(
                connection, selecting, selectKey, prepared -> columns.putAll(columns(prepared.getMetaData())));
        NamedStatement updating = named(update, connection);
        if (!columns.isEmpty()) {
            checkNames(updating.names(), known(columns.keySet()));
        }
        StatementCheck.run(
                connection,
                updating,
                updateKey,
                prepared -> StatementCheck.parameters(prepared, updating.names(), columns));
        return null;
    }

    /** Returns the types of the columns by name; none if the driver knows them only after running the statement. */
    private Map<String, Integer> columns(ResultSetMetaData columns) throws SQLException {
        Map<String, Integer> types = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (int column = 1; columns != null && column <= columns.getColumnCount(); column++) {
            String name = JdbcUtils.lookupColumnName(columns, column);
            if (name.equalsIgnoreCase(AccountColumn.NAME)) {
                AccountColumn.check(columns, column, selectKey);
            }
            types.put(name, columns.getColumnType(column));
        }
        if (!types.isEmpty()) {
            checkAccount(types.keySet());
        }
        return types;
    }

    private static Set<String> known(Set<String> columns) {
        Set<String> known = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        known.addAll(columns);
        known.addAll(RowParameters.TYPES.keySet());
        return known;
    }

    private static NamedStatement named(String text, Connection connection) throws SQLException {
        return NamedStatement.of(
                text, POSTGRESQL.equals(connection.getMetaData().getDatabaseProductName()));
    }

    private static TransactionTemplate transaction(DataSource database) {
        return new TransactionTemplate(new JdbcTransactionManager(database));
    }

    private void checkAccount(Set<String> columns) {
        if (columns.stream().noneMatch(AccountColumn.NAME::equalsIgnoreCase)) {
            throw new StatementFault(
                    String.format(
                            Locale.ROOT,
                            "%s returns the columns %s, but not %s: rename one with AS.",
                            selectKey,
                            columns,
                            AccountColumn.NAME),
                    null);
        }
    }

    private void checkNames(List<String> names, Set<String> known) {
        names.stream().filter(name -> !known.contains(name)).findFirst().ifPresent(name -> {
            throw new StatementFault(
                    String.format(
                            Locale.ROOT,
                            "%s has the parameter :#%s, which is neither a column of %s nor one of ours. Available are"
                                    + " %s. Change %s.",
                            updateKey,
                            name,
                            selectKey,
                            known,
                            updateKey),
                    null);
        });
    }

    private static RuntimeException translated(NestedRuntimeException failure, String key) {
        if (failure.getMostSpecificCause() instanceof SQLException cause && StatementFault.isOne(cause)) {
            return StatementFault.of(cause, key);
        }
        return failure instanceof DataAccessResourceFailureException
                        || failure instanceof CannotCreateTransactionException
                ? new DatabaseAwayException(failure)
                : failure;
    }
}
