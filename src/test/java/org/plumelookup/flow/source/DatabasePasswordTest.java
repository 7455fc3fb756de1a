package org.plumelookup.flow.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.health.HealthCheck;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.plumelookup.fake.FakePlume;
import org.plumelookup.support.LogCapture;
import org.plumelookup.support.Postgres;
import org.plumelookup.support.Service;

/** Promise: a password of a database is taken as it is, and the log does not have it. */
class DatabasePasswordTest {
    private final FakePlume plume = new FakePlume();
    private final Postgres crm = Postgres.database();

    @TempDir
    private Path folder;

    @AfterEach
    void stop() {
        plume.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"pa{{ss", "#bean:x", "RAW(a)b)", "a}}b"})
    void isTakenAsItIsAndNeverPrinted(String password) throws Exception {
        String user = granted(password);
        try (LogCapture log = new LogCapture()) {
            try (Service service = start(user, password)) {
                await().until(() -> crm.number("SELECT count(*) FROM accounts WHERE checked IS NULL") == 0);
            }
            assertThat(log.lines()).noneMatch(line -> line.contains(password));
        }
    }

    @Test
    void isNotPrintedIfItIsWrongEither() throws Exception {
        String user = granted("pa{{ss");
        try (LogCapture log = new LogCapture()) {
            try (Service service = start(user, "wrongpa{{ss")) {
                await().until(() -> service.health("plume-database").getState() == HealthCheck.State.DOWN);
            }
            assertThat(log.lines()).noneMatch(line -> line.contains("pa{{ss"));
        }
    }

    private String granted(String password) throws Exception {
        String user = crm.user(password);
        crm.run("CREATE TABLE accounts (account text, checked timestamptz)");
        crm.run("INSERT INTO accounts VALUES ('A1')");
        crm.run("GRANT SELECT, UPDATE ON accounts TO " + user);
        return user;
    }

    @Test
    void isReadAgainFromItsFileIfItIsReplaced() throws Exception {
        String user = granted("first");
        Path file = Files.writeString(folder.resolve("password"), "first\n");
        try (Service service = startWith(user, "plume.database.password-file", file.toString())) {
            await().until(() -> crm.number("SELECT count(*) FROM accounts WHERE checked IS NULL") == 0);
            crm.run("ALTER ROLE " + user + " PASSWORD 'second'");
            crm.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '" + user + "'");
            crm.run("INSERT INTO accounts VALUES ('A2')");
            Files.writeString(file, "second\n");
            await().until(() -> crm.number("SELECT count(*) FROM accounts WHERE checked IS NULL") == 0);
            assertThat(service.health("plume-database").getState()).isEqualTo(HealthCheck.State.UP);
        }
    }

    private Service start(String user, String password) throws IOException {
        return startWith(user, "plume.database.password", password);
    }

    private Service startWith(String user, String key, String password) throws IOException {
        return Service.start(
                plume,
                Files.createTempDirectory(folder, "program"),
                "plume.database.url",
                crm.url(user),
                key,
                password,
                "plume.database.period",
                "200ms",
                "plume.database.select",
                "SELECT account AS accountId FROM accounts WHERE checked IS NULL",
                "plume.database.update",
                "UPDATE accounts SET checked = :#time");
    }
}
