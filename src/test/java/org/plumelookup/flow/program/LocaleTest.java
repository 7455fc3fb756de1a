package org.plumelookup.flow.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.plumelookup.fake.FakePlume;
import org.plumelookup.fake.FakePlumeSettings;
import org.plumelookup.support.LogCapture;
import org.plumelookup.support.Postgres;
import org.plumelookup.support.Results;
import org.plumelookup.support.Service;

/**
 * Promise: in every locale the same calls, the same results. These write numbers in other digits, years in another
 * calendar, or have two letters i.
 */
@Isolated("The locale is the whole JVM's.")
class LocaleTest {
    private static final String JMS = "jms:%s?connectionFactory=#plumeConnectionFactory";
    private static final String SELECT = "SELECT id, account AS accountId FROM accounts WHERE checked IS NULL";
    private static final String UPDATE = "UPDATE accounts SET customer = :#customerId, checked = :#time,"
            + " title = :#name || :#locationIds || :#match WHERE id = :#id";

    private final Locale before = Locale.getDefault();
    private final FakePlume plume =
            new FakePlume(FakePlumeSettings.builder().partnerId("istanbul-1").build());
    private final Postgres crm = Postgres.database();
    private final Set<String> queries = ConcurrentHashMap.newKeySet();

    @TempDir
    private Path folder;

    @AfterEach
    void restore() {
        Locale.setDefault(before);
        plume.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"fa-IR", "th-TH-u-ca-buddhist-nu-thai", "tr-TR"})
    void everySourceBringsTheSameCallsAndResults(String tag) throws Exception {
        Locale.setDefault(Locale.forLanguageTag(tag));
        plume.onReceived(call -> {
            if (call.accountId() != null) {
                queries.add(call.rawQuery());
            }
        });
        crm.run("CREATE TABLE accounts (id int PRIMARY KEY, account text, customer text, title text,"
                + " checked timestamptz)");
        crm.run("INSERT INTO accounts VALUES (1, 'DATABASE-1')");
        Files.createDirectory(folder.resolve("inbox"));
        Files.write(
                folder.resolve("inbox/rows.csv"),
                List.of("accountId,TITLE", "A1,i", "MANY-12-B,I", "CASE-titi,ı", "NONE-4,İ", "S422-5,5", "BUSY-1-6,6"));
        try (LogCapture log = new LogCapture();
                Service service = start()) {
            var template = service.context().createProducerTemplate();
            template.sendBody(String.format(Locale.ROOT, JMS, "plume.accounts"), "QUEUE-1");
            String reply = service.context()
                    .createConsumerTemplate()
                    .receiveBody(
                            String.format(Locale.ROOT, JMS, "plume.customers"),
                            TimeUnit.MINUTES.toMillis(1),
                            String.class);
            assertThat(reply).contains(FakePlume.customerId("QUEUE-1", 0), "\"match\":1");
            await().until(() -> Files.exists(folder.resolve("inbox/.done/rows.csv")));
            await().until(() -> crm.number("SELECT count(*) FROM accounts WHERE checked IS NULL") == 0);
            await().until(() -> Files.exists(folder.resolve("outbox/plume-from-timer/found.jsonl")));
            assertThat(log.lines()).noneMatch(LocaleTest::hasOtherDigits).noneMatch(line -> line.startsWith("WARN"));
        }

        String search = "field=accountId&exactMatch=true&startsWith=true&limit=10&skip=";
        assertThat(queries).containsExactlyInAnyOrder(search + "0", search + "10");
        assertThat(crm.rows("SELECT customer FROM accounts")).containsExactly(FakePlume.customerId("DATABASE-1", 0));
        assertThat(crm.rows("SELECT checked FROM accounts WHERE abs(extract(epoch FROM checked - now())) < 600"))
                .hasSize(1);
        assertThat(Files.readAllLines(folder.resolve("outbox/rows.csv/errors.jsonl")))
                .hasSize(2)
                .anyMatch(line -> line.contains("\"row\":4,\"accountId\":\"NONE-4\",\"category\":\"no-match\""))
                .anyMatch(line -> line.contains("\"row\":5,\"accountId\":\"S422-5\",\"category\":\"invalid\""));
        assertThat(Files.readAllLines(folder.resolve("outbox/rows.csv/found.jsonl")))
                .hasSize(15);
        Results.complete(folder.resolve("outbox/rows.csv"));
        assertThat(folder.resolve("outbox/rows.csv/summary.json")).content().contains("\"found\" : 4", "\"started\"");
        assertThat(written()).noneMatch(LocaleTest::hasOtherDigits);
    }

    private Service start() {
        return Service.start(
                plume,
                folder,
                "plume.budget.calls-per-second",
                "100",
                "plume.budget.store",
                crm.url(),
                "plume.jms.broker-url",
                "embedded",
                "plume.jms.data",
                folder.resolve("data").toString(),
                "plume.timer.period",
                "1h",
                "plume.timer.account-ids",
                "TIMER-1",
                "plume.database.url",
                crm.url(),
                "plume.database.period",
                "200ms",
                "plume.database.select",
                SELECT,
                "plume.database.update",
                UPDATE);
    }

    private List<String> written() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("outbox"))) {
            List<Path> all = files.filter(Files::isRegularFile).toList();
            assertThat(all).extracting(file -> file.getFileName().toString()).contains("report.html", "found.csv");
            List<String> texts = new java.util.ArrayList<>();
            for (Path file : all) {
                texts.add(Files.readString(file));
            }
            return texts;
        }
    }

    private static boolean hasOtherDigits(String text) {
        return text.codePoints().anyMatch(c -> c > '9' && Character.isDigit(c));
    }
}
