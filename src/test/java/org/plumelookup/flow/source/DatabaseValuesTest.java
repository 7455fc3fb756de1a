package org.plumelookup.flow.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.plumelookup.fake.FakePlume;
import org.plumelookup.support.LogCapture;
import org.plumelookup.support.Postgres;
import org.plumelookup.support.Service;

/** Promise: an account ID is the text that SQL shows, and both statements run as they are written. */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(value = LogCapture.LOG, mode = ResourceAccessMode.READ)
class DatabaseValuesTest {
    private final FakePlume plume = new FakePlume();
    private final Postgres crm = Postgres.database();

    @TempDir
    private Path folder;

    @AfterEach
    void stop() {
        plume.close();
    }

    private Service start(String select, String update) {
        return Service.start(
                plume,
                folder,
                "plume.database.url",
                crm.url(),
                "plume.database.period",
                "200ms",
                "plume.database.select",
                select,
                "plume.database.update",
                update);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            quoteCharacter = '"',
            delimiter = '|',
            value = {
                "float8|12345678|12345678",
                "float8|1234567|1234567",
                "float8|0.5|0.5",
                "float8|123456789012345|123456789012345",
                "float4|16777216|16777216",
                "numeric(14,2)|12345678.50|12345678.50",
                "numeric|100000000000000000000|100000000000000000000",
                "bigint|9007199254740993|9007199254740993",
                "char(12)|'A-1'|A-1",
                "varchar(12)|'A-1  '|\"A-1  \"",
                "text|' A-1 '|\" A-1 \"",
                "uuid|'0b5d8a7e-0000-4000-8000-000000000001'|0b5d8a7e-0000-4000-8000-000000000001",
                "timestamp|'2026-01-02 03:04:05'|2026-01-02 03:04:05",
                "text[]|'{a,b}'|{a,b}",
                "jsonb|'\"A-1\"'|\"\"\"A-1\"\"\""
            })
    void anAccountIsTheTextThatSqlShows(String type, String value, String shown) {
        crm.run(String.format(Locale.ROOT, "CREATE TABLE accounts (account %s, checked timestamptz)", type));
        crm.run(String.format(Locale.ROOT, "INSERT INTO accounts VALUES (%s)", value));
        try (Service service = start(
                "SELECT account AS accountId, account FROM accounts WHERE checked IS NULL",
                "UPDATE accounts SET checked = :#time WHERE checked IS NULL")) {
            await().until(() -> crm.number("SELECT count(*) FROM accounts WHERE checked IS NULL") == 0);
        }
        assertThat(plume.callsPerAccount()).containsOnlyKeys(shown);
    }

    @Test
    void aPaddedColumnFindsItsRowAgain() {
        crm.run("CREATE TABLE accounts (account char(12), outcome text)");
        crm.run("INSERT INTO accounts VALUES ('A-1')");
        try (Service service = start(
                "SELECT account AS accountId, account AS code FROM accounts WHERE outcome IS NULL",
                "UPDATE accounts SET outcome = :#outcome WHERE account = :#accountId AND account = :#code")) {
            await().until(() -> crm.number("SELECT count(*) FROM accounts WHERE outcome = 'found'") == 1);
        }
        assertThat(plume.callsOf("A-1")).isOne();
    }

    @Test
    void bytesAreRefusedWithColumnAndCureAndNobodyIsCalled() {
        crm.run("CREATE TABLE accounts (account bytea)");
        crm.run("INSERT INTO accounts VALUES ('A-1')");
        try (Service service =
                start("SELECT account AS accountId FROM accounts", "UPDATE accounts SET account = account")) {
            await().untilAsserted(
                            () -> assertThat(service.health("plume-database").getMessage())
                                    .hasValueSatisfying(why -> assertThat(why)
                                            .contains("plume.database.select returns accountId as bytea")
                                            .contains("convert_from")));
        }
        assertThat(plume.stats().calls()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "note = 'seen # by :#nobody ?'",
                "note = E'it\\'s # ?'",
                "note = $note$ # ? :#nobody 's $note$",
                "note = '#' -- is # it ? :#nobody\n",
                "note = '#' /* is # it ? :#nobody */",
                "note = 'x', \"odd # ? column\" = 1",
                "note = CASE WHEN tags ? 'b' THEN 'b' ELSE '#' END",
                "note = CASE WHEN tags ?| array['b', 'c'] AND tags ?& array['a'] THEN '?' END",
                "note = CASE WHEN tags ?? 'b' THEN 'b' ELSE '#' END",
                "note = (tags #>> '{}')::text || :#accountId::text",
                "note = CASE WHEN 5 # 3 = 6 THEN '#' END"
            })
    void theUpdateRunsAsItIsWritten(String assignment) {
        crm.run("CREATE TABLE accounts (account text, tags jsonb, note text, \"odd # ? column\" int, outcome text)");
        crm.run("INSERT INTO accounts VALUES ('A-1', '[\"a\", \"b\"]')");
        crm.run("CREATE TABLE expected AS SELECT * FROM accounts");
        crm.run("UPDATE expected SET outcome = 'found', "
                + assignment.replace("??", "?").replace(":#accountId", "'A-1'"));
        try (Service service = start(
                "SELECT account AS accountId, tags ? 'b' AS b FROM accounts"
                        + " WHERE outcome IS NULL AND tags ?| array['a', '#']",
                String.format(
                        Locale.ROOT,
                        "UPDATE accounts SET outcome = :#outcome, %s WHERE account = :#accountId",
                        assignment))) {
            await().until(() -> crm.number("SELECT count(*) FROM accounts WHERE outcome = 'found'") == 1);
        }
        assertThat(crm.rows("SELECT * FROM accounts")).isEqualTo(crm.rows("SELECT * FROM expected"));
        assertThat(crm.rows("SELECT note FROM accounts")).doesNotContain("null");
    }

    @Test
    void aStatementMayReturnRowsAndNeedNoParameter() {
        crm.run("CREATE TABLE accounts (account text, checked timestamptz)");
        crm.run("INSERT INTO accounts VALUES ('A-1')");
        try (Service service = start(
                "SELECT account AS accountId FROM accounts WHERE checked IS NULL",
                "UPDATE accounts SET checked = now() RETURNING account")) {
            await().until(() -> crm.number("SELECT count(*) FROM accounts WHERE checked IS NULL") == 0);
        }
        assertThat(plume.callsOf("A-1")).isOne();
    }
}
