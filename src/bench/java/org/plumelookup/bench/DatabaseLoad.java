package org.plumelookup.bench;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Accounts in a table of PostgreSQL, whose outcomes are written back.
 *
 * @param rows accounts in the table
 * @param latency milliseconds until an answer of the API
 * @param inFlight lookups of this project at the same time; the peer works row by row
 */
record DatabaseLoad(String name, int rows, int latency, int inFlight) implements Load {
    @Override
    public List<Contender> contenders() {
        return List.of(Contender.PROGRAM, Contender.ROUTE);
    }

    @Override
    public void run(Contender contender, Bench bench) throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.start();
                Connection connection = server.getPostgresDatabase().getConnection();
                Statement sql = connection.createStatement()) {
            sql.execute("CREATE TABLE accounts (id int PRIMARY KEY, account text, customer text, outcome text)");
            sql.execute("INSERT INTO accounts SELECT n, '" + Accounts.ACCOUNT + "' || lpad(n::text, " + Accounts.DIGITS
                    + ", '0') FROM generate_series(1, " + rows + ") n");
            bench.server().reset(latency);
            measure(contender, bench, server.getJdbcUrl("postgres", "postgres"), sql);
        }
    }

    private void measure(Contender contender, Bench bench, String url, Statement sql) throws Exception {
        ProcessBuilder command = command(contender, bench.server().base(), url);
        command.directory(bench.emptied("results").toFile());
        bench.report().command(command);
        Path output = bench.work().resolve(contender + ".log");
        try (MeasuredProcess process = MeasuredProcess.start(command, output)) {
            while (!lines(sql, "outcome IS NULL").isEmpty()) {
                if (process.hasEnded(Duration.ofMillis(200))) {
                    throw new IllegalStateException(contender.label() + " ended with " + process.exitCode());
                }
            }
            process.stop();
            process.hasEnded(bench.longest());
            OutputCheck.lines(
                    lines(sql, "outcome = 'found'").stream(), lines(sql, "outcome <> 'found'").stream(), rows);
            String title = String.format(
                    Locale.ROOT, "database: %,d rows, %d ms, %d in flight (the peer: 1)", rows, latency, inFlight);
            ServerProcess.Stats stats = bench.server().stats();
            bench.report().add(title, "rows/s while calling", contender, stats.rate());
            bench.report().add(title, "CPU s per 1,000, start included", contender, process.cpu() * 1_000 / rows);
            bench.report().add(title, "peak MB", contender, process.peak());
        }
    }

    private ProcessBuilder command(Contender contender, String base, String url) {
        if (contender != Contender.PROGRAM) {
            return JavaProgram.of(DatabaseRoute.class, base, url).command();
        }
        String select = "SELECT id, account AS accountId FROM accounts WHERE outcome IS NULL ORDER BY id";
        String update = "UPDATE accounts SET customer = :#customerId, outcome = :#outcome WHERE id = :#id";
        ProcessBuilder command = Contender.program(base, inFlight, List.of(), "run");
        command.environment()
                .putAll(Map.of(
                        "PLUME_DATABASE_URL", url,
                        "PLUME_DATABASE_PERIOD", "500ms", // that of the peer
                        "PLUME_DATABASE_SELECT", select,
                        "PLUME_DATABASE_UPDATE", update,
                        "PLUME_OBSERVE_PORT", "0"));
        return command;
    }

    private static List<String> lines(Statement sql, String where) throws SQLException {
        List<String> lines = new ArrayList<>();
        try (ResultSet result = sql.executeQuery("SELECT account, customer FROM accounts WHERE " + where)) {
            while (result.next()) {
                lines.add(result.getString(1) + "," + result.getString(2));
            }
        }
        return lines;
    }
}
