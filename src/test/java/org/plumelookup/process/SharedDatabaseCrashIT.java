package org.plumelookup.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.plumelookup.fake.FakePlume;
import org.plumelookup.fake.FakePlumeSettings;
import org.plumelookup.support.Flow;
import org.plumelookup.support.LookupProcess;
import org.plumelookup.support.PackagedProgram;
import org.plumelookup.support.Postgres;
import org.plumelookup.support.Scale;

/** Kills processes that share a CRM database or a call budget: no row is half written, and no window is exceeded. */
@Tag("crash")
@Execution(ExecutionMode.CONCURRENT)
class SharedDatabaseCrashIT {
    private static final int KILLS = Scale.of(3);

    private final Postgres postgres = Postgres.database();
    private final Random random = new Random(20_260_102);

    @TempDir
    private Path folder;

    @Test
    void noRowIsHalfWrittenHoweverOftenTheProgramIsKilledAndAllAreAnsweredInTheEnd() {
        int rows = Scale.of(300);
        postgres.run("CREATE TABLE accounts (id int PRIMARY KEY, account text, checked timestamptz, matches int)");
        postgres.run("CREATE TABLE customers (id int, customer text, PRIMARY KEY (id, customer))");
        postgres.run(String.format(
                Locale.ROOT, "INSERT INTO accounts SELECT n, 'MANY-3-' || n FROM generate_series(1, %d) n", rows));
        try (FakePlume plume = new FakePlume(
                FakePlumeSettings.builder().delay(Duration.ofMillis(3)).build())) {
            PackagedProgram program = PackagedProgram.in(folder, plume)
                    .with("PLUME_DATABASE_URL", postgres.url())
                    .with("PLUME_DATABASE_PERIOD", "1s")
                    .with(
                            "PLUME_DATABASE_SELECT",
                            "SELECT id, account AS accountId FROM accounts WHERE checked IS NULL")
                    .with(
                            "PLUME_DATABASE_UPDATE",
                            "WITH one AS (INSERT INTO customers VALUES (:#id, :#customerId)) UPDATE accounts"
                                    + " SET checked = :#time, matches = :#matches WHERE id = :#id");
            for (int kill = 1; kill <= KILLS; kill++) {
                long before = answered();
                long enough = before + 1 + random.nextInt(1 + (int) (rows - before) / (KILLS + 1));
                try (LookupProcess run = program.start("run")) {
                    Awaitility.await().pollInterval(Duration.ofMillis(10)).until(() -> answered() >= enough);
                    run.kill();
                    run.exit();
                }
                assertThat(halfWritten()).isEmpty();
            }
            try (LookupProcess last = program.start("run")) {
                Awaitility.await().until(() -> answered() == rows);
            }
            assertThat(halfWritten()).isEmpty();
            assertThat(postgres.number("SELECT count(*) FROM customers")).isEqualTo(3L * rows);
        }
    }

    private long answered() {
        return postgres.number("SELECT count(*) FROM accounts WHERE checked IS NOT NULL");
    }

    private List<String> halfWritten() {
        return postgres.rows("SELECT a.id, a.matches, count(c.id) FROM accounts a LEFT JOIN customers c USING (id)"
                + " GROUP BY a.id HAVING count(c.id) <> CASE WHEN a.checked IS NULL THEN 0 ELSE 3 END");
    }

    @Test
    void processesOnOneBudgetNeverExceedTheWindowThoughTheyAreKilled() {
        int window = 200;
        try (FakePlume plume = new FakePlume(FakePlumeSettings.builder()
                .window(window, Duration.ofSeconds(2))
                .build())) {
            PackagedProgram program = PackagedProgram.in(folder, plume)
                    .with("PLUME_BUDGET_WINDOW_CALLS", String.valueOf(window))
                    // A second more than the firewall's, for calls that a busy machine delays.
                    .with("PLUME_BUDGET_WINDOW", "3s")
                    .with("PLUME_BUDGET_STORE", postgres.url());
            List<LookupProcess> processes = new ArrayList<>();
            try {
                for (int number = 0; number < Scale.within(2, 3); number++) {
                    processes.add(start(program, number));
                }
                for (int number = 0; number < Scale.within(1, 3); number++) {
                    long before = plume.stats().calls();
                    Awaitility.await().until(() -> plume.stats().calls() > before + 150);
                    processes.get(number).close();
                    processes.set(number, start(program, number));
                }
                processes.forEach(process ->
                        assertThat(process.exit()).as(process.output()).isZero());
            } finally {
                processes.forEach(LookupProcess::close);
            }
            assertThat(plume.stats().refused()).isZero();
            assertThat(plume.stats().peak()).isBetween(1L, (long) window);
        }
    }

    private LookupProcess start(PackagedProgram program, int number) {
        List<String> ids = new ArrayList<>();
        for (int row = 0; row < Scale.within(250, 400); row++) {
            ids.add("P" + number + "-" + row);
        }
        Path input = Flow.file(folder.resolve("accounts-" + number), ids.stream());
        return program.start("file", input.toString(), "--out", "out");
    }
}
