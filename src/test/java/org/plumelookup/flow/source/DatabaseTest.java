package org.plumelookup.flow.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.awaitility.core.ConditionFactory;
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
import org.plumelookup.support.Service;

/** Promise: each row that the select gives is looked up and written back in one transaction, or stays as it was. */
@Execution(ExecutionMode.CONCURRENT)
class DatabaseTest {
    private static final String SELECT =
            "SELECT id, account AS accountId FROM accounts WHERE checked IS NULL ORDER BY id";
    private static final String UPDATE = "UPDATE accounts SET customer = coalesce(customer, :#customerId), "
            + "outcome = :#outcome, reason = :#reason, status = :#status, checked = :#time WHERE id = :#id";

    private final FakePlume plume = new FakePlume();
    private final Postgres crm = Postgres.database();
    private final ConditionFactory wait = await();

    @TempDir
    private Path folder;

    @BeforeEach
    void createTable() {
        crm.run("CREATE TABLE accounts (id int PRIMARY KEY, account text, customer text, outcome text, reason text,"
                + " status int, checked timestamptz, writes int NOT NULL DEFAULT 0)");
        crm.run("CREATE FUNCTION count_write() RETURNS trigger LANGUAGE plpgsql AS"
                + " 'BEGIN NEW.writes := OLD.writes + 1; RETURN NEW; END'");
        crm.run("CREATE TRIGGER counted BEFORE UPDATE ON accounts FOR EACH ROW EXECUTE FUNCTION count_write()");
    }

    @AfterEach
    void stop() {
        plume.close();
    }

    private void insert(String... accounts) {
        for (String account : accounts) {
            crm.run(String.format(
                    Locale.ROOT,
                    "INSERT INTO accounts (id, account) SELECT count(*) + 1, %s FROM accounts",
                    account == null ? "NULL" : "'" + account.replace("'", "''") + "'"));
        }
    }

    private Service start(String select, String update, String... more) {
        List<String> settings = new ArrayList<>(List.of(
                "plume.database.url",
                crm.url(),
                "plume.database.period",
                "200ms",
                "plume.database.select",
                select,
                "plume.database.update",
                update));
        settings.addAll(List.of(more));
        return Service.start(plume, folder, settings.toArray(String[]::new));
    }

    private void awaitNoneLeft() {
        wait.until(() -> crm.number("SELECT count(*) FROM accounts WHERE checked IS NULL") == 0);
    }

    @Test
    void customerOrFailureIsWrittenBackAndGoesToNoChannel() {
        insert("A1", "NONE-2", "S422-3", "O'Hara % ? 100+1&#4", null, "null");
        try (Service service = start(SELECT, UPDATE)) {
            awaitNoneLeft();
        }
        assertThat(crm.rows("SELECT id, customer, outcome, status, writes FROM accounts ORDER BY id"))
                .containsExactly(
                        "1|" + FakePlume.customerId("A1", 0) + "|found|200|1",
                        "2|null|no-match|200|1",
                        "3|null|invalid|422|1",
                        "4|" + FakePlume.customerId("O'Hara % ? 100+1&#4", 0) + "|found|200|1",
                        "5|null|invalid|null|1",
                        "6|null|invalid|null|1");
        assertThat(crm.rows("SELECT reason FROM accounts WHERE id = 5"))
                .containsExactly("There is no account ID in this row.");
        assertThat(crm.rows("SELECT id FROM accounts WHERE abs(extract(epoch FROM checked - now())) > 600"))
                .isEmpty();
        assertThat(folder.resolve("outbox")).doesNotExist();
    }

    @Test
    void everyCustomerOfARowIsWrittenInOneTransactionOrNone() {
        crm.run("CREATE TABLE customers (account text, customer text, match int, xid bigint DEFAULT txid_current(),"
                + " CHECK (account <> 'MANY-3-BAD' OR match < 3))");
        insert("MANY-3-GOOD", "MANY-3-BAD");
        try (Service service = start(
                SELECT,
                "WITH one AS (INSERT INTO customers (account, customer, match)"
                        + " VALUES (:#accountId, :#customerId, :#match)) UPDATE accounts"
                        + " SET checked = :#time WHERE id = :#id")) {
            wait.until(() -> crm.number("SELECT count(*) FROM accounts WHERE checked IS NOT NULL") == 1);
            wait.until(() -> plume.callsOf("MANY-3-BAD") > 2);
        }
        assertThat(crm.rows("SELECT account, match FROM customers ORDER BY match"))
                .containsExactly("MANY-3-GOOD|1", "MANY-3-GOOD|2", "MANY-3-GOOD|3");
        assertThat(crm.number("SELECT count(DISTINCT xid) FROM customers")).isEqualTo(1);
        assertThat(crm.rows("SELECT account FROM accounts WHERE checked IS NULL"))
                .containsExactly("MANY-3-BAD");
    }

    @Test
    void aRowThatTheDatabaseRefusesIsToldOnTheErrorChannelAndStaysWhileOthersGoOn() throws Exception {
        crm.run("ALTER TABLE accounts ADD CHECK (id <> 1 OR customer IS NULL)");
        insert("A1", "A2");
        try (Service service = start(SELECT, UPDATE)) {
            wait.until(() -> crm.number("SELECT count(*) FROM accounts WHERE checked IS NULL") == 1);
            Path errors = folder.resolve("outbox/plume-from-database/errors.jsonl");
            wait.until(() -> Files.exists(errors) && Files.readString(errors).endsWith("\n"));
            assertThat(Files.readAllLines(errors).get(0))
                    .contains("\"accountId\":\"A1\"", "could not be written to the database", "check constraint");
        }
        assertThat(crm.rows("SELECT account FROM accounts WHERE checked IS NULL"))
                .containsExactly("A1");
    }

    @Test
    void aStatementThatFailsForEveryRowCostsTenCallsATickAndIsToldByTheHealth() {
        crm.run("INSERT INTO accounts (id, account) SELECT n, 'A' || n FROM generate_series(1, 100) n");
        crm.run("ALTER TABLE accounts ADD CHECK (customer IS NULL)");
        try (Service service = start(SELECT, UPDATE, "plume.database.period", "5m", "plume.concurrency", "1")) {
            wait.until(() -> !up(service));
            assertThat(plume.callsPerAccount()).hasSizeLessThanOrEqualTo(11);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "UPDATE accounts SET custmer = :#customerId WHERE id = :#id | column \"custmer\" of relation",
                "UPDATE acounts SET customer = :#customerId WHERE id = :#id | relation \"acounts\" does not exist",
                "UPDAT accounts SET customer = :#customerId WHERE id = :#id | syntax error",
                "UPDATE accounts SET status = :#customerId WHERE id = :#id | is of type integer but expression",
                "UPDATE accounts SET customer = :#custmerId WHERE id = :#id | :#custmerId, which is neither a column"
            })
    void anUpdateThatCannotWorkIsToldAndCostsNoCall(String update, String cause) {
        insert("A1");
        try (Service service = start(SELECT, update)) {
            await().untilAsserted(() -> assertThat(
                            service.health("plume-database").getMessage())
                    .hasValueSatisfying(why ->
                            assertThat(why).startsWith("plume.database.update").contains(cause)));
            assertThat(up(service)).isFalse();
            crm.run("INSERT INTO accounts (id, account) VALUES (2, 'A2')");
            crm.run("DELETE FROM accounts WHERE id = 1");
        }
        assertThat(plume.stats().calls()).isZero();
    }

    @Test
    void answersThatTheTableNoLongerTakesAreKeptAndWrittenWhenItDoesWithoutAnotherCall() {
        crm.run(String.format(
                Locale.ROOT,
                "CREATE ROLE limited_%1$s LOGIN; GRANT SELECT, UPDATE ON accounts TO limited_%1$s",
                crm.name()));
        insert("A1");
        try (Service service = start(SELECT, UPDATE, "plume.database.url", crm.url("limited_" + crm.name()))) {
            awaitNoneLeft();
            crm.run("REVOKE UPDATE ON accounts FROM limited_" + crm.name());
            insert("A2");
            wait.until(() -> !up(service));
            assertThat(service.health("plume-database").getMessage())
                    .hasValueSatisfying(why -> assertThat(why)
                            .contains("plume.database.update cannot work", "permission denied", "SQL state 42501"));
            insert("A3");
            crm.run("GRANT UPDATE ON accounts TO limited_" + crm.name());
            awaitNoneLeft();
            wait.until(() -> up(service));
        }
        assertThat(plume.callsPerAccount())
                .hasSize(3)
                .allSatisfy((account, calls) -> assertThat(calls).isOne());
        assertThat(folder.resolve("outbox")).doesNotExist();
    }

    private static boolean up(Service service) {
        return HealthCheckHelper.invokeReadiness(service.context()).stream()
                .filter(result -> result.getCheck().getId().equals("plume-database"))
                .allMatch(result -> result.getState() == HealthCheck.State.UP);
    }

    @Test
    void whileTheDatabaseIsAwayNothingIsCalledForAndAfterwardsItGoesOn() {
        insert("A1");
        crm.refuse();
        try (Service service = start(SELECT, UPDATE)) {
            wait.until(() -> !up(service));
            assertThat(plume.stats().calls()).isZero();
            crm.accept();
            awaitNoneLeft();
            wait.until(() -> up(service));
            crm.refuse();
            wait.until(() -> !up(service));
            crm.accept();
            insert("A2");
            awaitNoneLeft();
            wait.until(() -> up(service));
        }
    }

    @Test
    void severalProcessesThatClaimTheirRowsAskForEachOnce() throws Exception {
        crm.run("ALTER TABLE accounts ADD claimed timestamptz");
        crm.run("INSERT INTO accounts (id, account) SELECT n, 'A' || n FROM generate_series(1, 200) n");
        String claim = "UPDATE accounts SET claimed = now() WHERE id IN (SELECT id FROM accounts WHERE checked IS NULL"
                + " AND (claimed IS NULL OR claimed < now() - interval '1 hour') ORDER BY id LIMIT 20"
                + " FOR UPDATE SKIP LOCKED) RETURNING id, account AS \"accountId\"";
        try (Service one = start(claim, UPDATE);
                Service two = start(claim, UPDATE)) {
            awaitNoneLeft();
        }
        assertThat(plume.callsPerAccount())
                .hasSize(200)
                .allSatisfy((account, calls) -> assertThat(calls).isEqualTo(1));
        assertThat(crm.number("SELECT count(*) FROM accounts WHERE outcome = 'found'"))
                .isEqualTo(200);
    }

    @Test
    void atMostAThousandRowsAreTakenAtATick() {
        crm.run("INSERT INTO accounts (id, account) SELECT n, 'A' || n FROM generate_series(1, 1500) n");
        try (Service service = start(SELECT, UPDATE, "plume.database.period", "1h", "plume.concurrency", "16")) {
            wait.until(() -> crm.number("SELECT count(*) FROM accounts WHERE checked IS NOT NULL") == 1000);
            assertThat(plume.callsPerAccount()).hasSize(1000);
        }
    }

    @Test
    void aUrlWithoutItsDriverOrWithAPasswordIsRefused() {
        assertThatThrownBy(() -> start(SELECT, UPDATE, "plume.database.url", "jdbc:oracle:thin:@//localhost/CRM"))
                .hasMessageContaining("plume.database.url = jdbc:oracle", "jar of its JDBC driver in lib/");
        assertThatThrownBy(
                        () -> start(SELECT, UPDATE, "plume.database.url", "jdbc:postgresql:x?password=secret-of-mine"))
                .hasMessageContaining("plume.database.url = (not shown)")
                .hasMessageNotContaining("secret-of-mine");
        assertThatThrownBy(() -> start(SELECT, ""))
                .hasMessageContaining("plume.database.update = nothing: is required");
    }
}
