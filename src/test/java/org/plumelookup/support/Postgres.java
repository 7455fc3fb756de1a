package org.plumelookup.support;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/**
 * A database of its own on a real PostgreSQL server, which is started once for all tests and ends with their JVM.
 *
 * <p>Statements that fail are errors of the test. Thread-safe.
 */
public final class Postgres {
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private final String name = "plume" + DATABASES.incrementAndGet();

    private Postgres() {
        Server.run("postgres", "CREATE DATABASE " + name);
    }

    /** Starts the server at the first use. */
    private static final class Server {
        private static final EmbeddedPostgres POSTGRES = start();

        private static EmbeddedPostgres start() {
            try {
                EmbeddedPostgres server = EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "off") // nobody pulls its plug
                        .setServerConfig("full_page_writes", "off")
                        .start();
                Runtime.getRuntime().addShutdownHook(new Thread(() -> close(server)));
                return server;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static void close(EmbeddedPostgres server) {
            try {
                server.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static void run(String database, String sql) {
            try (Connection connection =
                            POSTGRES.getDatabase("postgres", database).getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute(sql);
            } catch (SQLException e) {
                throw new IllegalStateException(sql, e);
            }
        }
    }

    /** Creates an empty database. */
    public static Postgres database() {
        return new Postgres();
    }

    /** Returns its name, which no other database of the server has. */
    public String name() {
        return name;
    }

    /** Returns its JDBC URL, with the user in it; there is no password. */
    public String url() {
        return url("postgres");
    }

    /** Returns its JDBC URL for another user. */
    public String url(String user) {
        return Server.POSTGRES.getJdbcUrl(user, name);
    }

    /**
     * Creates a user whom the server asks for a password.
     *
     * @return the user's name
     */
    public String user(String password) throws IOException {
        String user = "user_of_" + name;
        run(String.format(Locale.ROOT, "CREATE ROLE %s LOGIN PASSWORD '%s'", user, password));
        synchronized (DATABASES) {
            Path rules = Path.of(rows("SHOW hba_file").get(0));
            Files.writeString(
                    rules,
                    String.format(Locale.ROOT, "host all %s all scram-sha-256%n", user) + Files.readString(rules));
        }
        run("SELECT pg_reload_conf()");
        Awaitility.await().until(() -> isAsked(user));
        return user;
    }

    private boolean isAsked(String user) {
        try (Connection connection = DriverManager.getConnection(url(user), user, "no password of anybody")) {
            return connection == null;
        } catch (SQLException e) {
            return true;
        }
    }

    /** Runs a statement, or several. */
    public void run(String sql) {
        Server.run(name, sql);
    }

    /** Reads a result, each row as its values with a bar between. */
    public List<String> rows(String sql) {
        try (Connection connection =
                        Server.POSTGRES.getDatabase("postgres", name).getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            while (result.next()) {
                rows.add(row(result));
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    private static String row(ResultSet result) throws SQLException {
        List<String> values = new ArrayList<>();
        for (int column = 1; column <= result.getMetaData().getColumnCount(); column++) {
            values.add(result.getString(column));
        }
        return String.join("|", values.stream().map(String::valueOf).toList());
    }

    /** Reads a number. */
    public long number(String sql) {
        return Long.parseLong(rows(sql).get(0));
    }

    /** Refuses the database to everybody, and ends all connections to it. */
    public void refuse() {
        Server.run("postgres", String.format(Locale.ROOT, "ALTER DATABASE %s ALLOW_CONNECTIONS false", name));
        Server.run(
                "postgres",
                String.format(
                        Locale.ROOT,
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '%s'",
                        name));
    }

    /** Lets everybody in again. */
    public void accept() {
        Server.run("postgres", String.format(Locale.ROOT, "ALTER DATABASE %s ALLOW_CONNECTIONS true", name));
    }

    /** Lists values for an INSERT, one row for each number below {@code count}. */
    public static String values(int count, String pattern) {
        return IntStream.range(0, count)
                .mapToObj(n -> String.format(Locale.ROOT, pattern, n))
                .collect(Collectors.joining(","));
    }
}
