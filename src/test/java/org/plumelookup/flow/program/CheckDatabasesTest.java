package org.plumelookup.flow.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.plumelookup.fake.FakePlume;
import org.plumelookup.support.Postgres;
import org.plumelookup.support.Program;

/** A check connects to each database, prepares its statements, and does so for each lookup there is. */
@Execution(ExecutionMode.CONCURRENT)
class CheckDatabasesTest {
    private static final String SELECT = "SELECT id, account AS accountId FROM accounts";
    private static final String UPDATE = "UPDATE accounts SET customer = :#customerId WHERE id = :#id";

    private final FakePlume plume = new FakePlume();
    private final Postgres crm = Postgres.database();
    private Program program;

    @BeforeEach
    void layOut(@TempDir Path folder) throws Exception {
        crm.run("CREATE TABLE accounts (id int, account text, customer text, picture bytea)");
        crm.run("INSERT INTO accounts VALUES (1, 'A1')");
        program = Program.in(folder).calling(plume);
    }

    @AfterEach
    void nothingWasWritten() {
        assertThat(crm.rows("SELECT customer FROM accounts")).containsExactly("null");
        plume.close();
    }

    private Program withDatabase(String select, String update) {
        return program.with("plume.database.url", crm.url())
                .with("plume.database.select", select)
                .with("plume.database.update", update);
    }

    @Test
    void whatCanWorkIsOk() throws Exception {
        assertThat(withDatabase(SELECT, UPDATE).run("check").with(0).out())
                .contains("ok     database  plume.database.url = jdbc:postgresql://");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT account AS accountId FROM acounts | UPDATE accounts SET id = 1 |"
                        + " plume.database.select cannot work (ERROR: relation \"acounts\" does not exist",
                "SELECT account FROM accounts | UPDATE accounts SET id = 1 |"
                        + " plume.database.select returns the columns [account], but not accountId",
                "SELECT picture AS accountId FROM accounts | UPDATE accounts SET id = 1 |"
                        + " plume.database.select returns accountId as bytea",
                "SELECT account AS accountId FROM accounts | UPDATE accounts SET custmer = :#customerId |"
                        + " plume.database.update cannot work (ERROR: column \"custmer\"",
                "SELECT account AS accountId FROM accounts | UPDATE accounts SET customer = :#custmerId |"
                        + " plume.database.update has the parameter :#custmerId",
                "SELECT account AS accountId FROM accounts | UPDATE accounts SET customer = :#customerId"
                        + " WHERE id = :#id | plume.database.update has the parameter :#id"
            })
    void aStatementThatCannotWorkIsWrong(String select, String update, String why) throws Exception {
        assertThat(withDatabase(select, update).run("check").with(2).out()).contains("WRONG  database  " + why);
    }

    @Test
    void aWrongPasswordIsWrongAndNotShownAndTriedOnce() throws Exception {
        String url = crm.url(crm.user("right"));
        withDatabase(SELECT, UPDATE)
                .with("plume.database.url", url)
                .with("plume.database.password", "wrong-password")
                .with("plume.budget.store", url)
                .with("plume.budget.store-password", "wrong-password");
        Program.Ended check = program.run("check").with(2);
        assertThat(check.out())
                .contains("WRONG  database  plume.database.url = ", "and its password", "plume.database.password.")
                .contains("WRONG  budget   plume.budget.store = ", "plume.budget.store-password")
                .containsPattern("WRONG  database .*password authentication failed")
                .containsPattern("WRONG  budget .*password authentication failed");
        assertThat(check.out() + check.err()).doesNotContain("wrong-password");
    }

    @Test
    void theSharedBudgetIsReadAndItsTableNotMade() throws Exception {
        program.with("plume.budget.store", crm.url());
        assertThat(program.run("check").with(0).out())
                .contains("ok     budget   plume.budget.store = ", "will be created at");
        assertThat(crm.rows("SELECT to_regclass('plume_call_budget')")).containsExactly("null");

        crm.run("CREATE TABLE plume_call_budget (id text PRIMARY KEY, status bytea)");
        assertThat(program.run("check").with(2).out())
                .containsPattern("WRONG  budget .*column \"state\" does not exist");
    }

    @Test
    void whoMayNotWriteTheBudgetIsTold() throws Exception {
        crm.run("CREATE TABLE plume_call_budget (id text PRIMARY KEY, state bytea)");
        crm.run(String.format(
                Locale.ROOT,
                "CREATE ROLE reads_%1$s LOGIN; GRANT SELECT ON plume_call_budget TO reads_%1$s",
                crm.name()));
        program.with("plume.budget.store", crm.url("reads_" + crm.name()));
        assertThat(program.run("check").with(2).out()).contains("WRONG  budget   ", "permissions INSERT and UPDATE");
    }

    @Test
    void aSecondLookupIsCheckedLikeTheFirst() throws Exception {
        String lines = """
                camel.beans.plumeAcme=#class:org.plumelookup.PlumeLookup("plume-acme")
                plume-acme.api.url=%s
                plume-acme.auth.token=Bearer nobody
                plume-acme.file.inbox=%s
                plume-acme.success.uri=log:found
                plume-acme.error.uri=log:failed
                plume-acme.budget.store=jdbc:postgresql://127.0.0.1:1/none
                plume-acme.database.url=%s
                plume-acme.database.select=SELECT account AS accountId FROM acounts
                plume-acme.database.update=UPDATE accounts SET id = 1
                """;
        program.configured(String.format(Locale.ROOT, lines, plume.url(), program.input("a-file"), crm.url()));
        Files.writeString(
                program.home("routes/plume-acme.camel.yaml"),
                Files.readString(program.home("routes/plume-to-channels.camel.yaml"))
                        .replace("plume-", "plume-acme-")
                        .replace("{{plume.", "{{plume-acme."));
        assertThat(program.run("check").with(2).out())
                .contains("ok     search   the API answers")
                .contains("WRONG  folders  plume-acme: plume-acme.file.inbox = ", "change plume-acme.file.inbox")
                .contains("WRONG  budget   plume-acme: plume-acme.budget.store = ")
                .contains("WRONG  database  plume-acme: plume-acme.database.select cannot work")
                .contains("WRONG  search   plume-acme: The API answered 401", "check plume-acme.auth.token");
    }
}
