package org.plumelookup.flow.program;

import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.matching;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.serverError;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.plumelookup.fake.FakePlume;
import org.plumelookup.settings.ConfigurationException;
import org.plumelookup.support.Program;
import org.plumelookup.support.Queues;
import org.plumelookup.support.Service;
import org.plumelookup.support.SftpServer;
import org.plumelookup.support.TestBroker;

/** Each recipe of docs/routes.md, put into the program's folder as it says, does what it says; nothing is compiled. */
class RecipesTest {
    private static final Path RECIPES = Path.of("recipes");
    private static final String CONFIG = "config/application.properties";
    private static final String TRIES = "jsch.max_auth_tries";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final FakePlume plume = new FakePlume();
    private Path folder;
    private Program program;
    private Service service;

    @BeforeEach
    void layOut(@TempDir Path folder) throws Exception {
        this.folder = folder;
        program = Program.in(folder).calling(plume);
    }

    @AfterEach
    void closeFake() throws Exception {
        stop();
        plume.close();
    }

    /** Stops the program; before the servers that it uses, whose end it would tell. */
    private void stop() throws Exception {
        if (service != null) {
            service.close();
            service = null;
            assertThat(program.said()).doesNotContain("\tat ");
        }
    }

    @Test
    void customersGoToAQueueAndAFileAndOnlyUnknownAccountsToAChannelOfTheirOwn() throws Exception {
        try (TestBroker broker = TestBroker.start(folder.resolve("broker"))) {
            program.with("plume.jms.broker-url", broker.url())
                    .with("plume.jms.user", TestBroker.USER)
                    .with("plume.jms.password", TestBroker.PASSWORD)
                    .with("plume.timer.period", "1h")
                    .with("plume.timer.account-ids", "A1, NONE-1, null");
            put("no-match", text -> text);
            run("queue-and-file", text -> text);
            try (Queues queues = Queues.of(broker.url())) {
                JsonNode customer = Queues.json(queues.receive("plume.customers"));
                assertThat(customer.path("accountId").asText()).isEqualTo("A1");
                assertThat(lines("outbox/plume-from-timer/found.jsonl")).containsExactly(customer);

                JsonNode unknown = Queues.json(queues.receive("crm.not-provisioned"));
                assertThat(unknown.path("accountId").asText()).isEqualTo("NONE-1");
                assertThat(unknown.path("category").asText()).isEqualTo("no-match");
                assertThat(lines("outbox/plume-from-timer/errors.jsonl"))
                        .extracting(error -> error.path("category").asText())
                        .containsExactly("invalid");
            }
            stop();
        }
    }

    @Test
    void eachFailureIsPostedToAWebhookAgainUntilItIsTaken() throws Exception {
        WireMockServer crm =
                new WireMockServer(WireMockConfiguration.wireMockConfig().dynamicPort());
        crm.start();
        try {
            crm.stubFor(post("/plume/failures")
                    .inScenario("down")
                    .whenScenarioStateIs(Scenario.STARTED)
                    .willReturn(serverError())
                    .willSetStateTo("up"));
            crm.stubFor(post("/plume/failures")
                    .inScenario("down")
                    .whenScenarioStateIs("up")
                    .willReturn(ok("thanks")));
            program.input("inbox/accounts.txt", "A1", "NONE-1");
            run(
                    "webhook",
                    text -> text.replace("uri: https", "uri: http")
                            .replace("hooks.example.com", "localhost:" + crm.port()));
            soon("inbox/.done/accounts.txt");
            crm.verify(
                    2,
                    postRequestedFor(urlEqualTo("/plume/failures"))
                            .withHeader("Content-Type", equalTo("application/json"))
                            .withHeader("plumeOutcome", equalTo("no-match"))
                            .withHeader("plumeMessageId", matching("accounts\\.txt.*:2:1"))
                            .withoutHeader("Authorization")
                            .withRequestBody(
                                    equalToJson("{\"accountId\":\"NONE-1\",\"category\":\"no-match\"}", true, true)));
        } finally {
            crm.stop();
        }
    }

    @Test
    void filesAreFetchedFromAnSftpServerAndWorkedOnWithTheirLedger() throws Exception {
        String password = "p+ss a)b & wörd)tail-of-it";
        try (SftpServer server = SftpServer.start(folder.resolve("server"), "crm", password)) {
            Path there = Files.createDirectories(folder.resolve("server/accounts"));
            Path outside = Files.createDirectories(folder.resolve("server/outside"));
            Files.writeString(there.resolve("monday.txt"), "A1\nNONE-1\n");
            for (String name : List.of("tuesday.txt", "liar.txt", "other-liar.txt")) {
                Files.writeString(there.resolve(name), "A1\n");
            }
            Files.writeString(outside.resolve("secret.txt"), "SECRET-1\n");
            server.list("liar.txt", "../outside/secret.txt");
            server.list("other-liar.txt", "..\\outside\\secret.txt");
            fetch(server, password);
            soon("inbox/.done/monday.txt");
            soon("inbox/.done/tuesday.txt");
            assertThat(lines("outbox/monday.txt/found.jsonl")).hasSize(1);
            assertThat(lines("outbox/monday.txt/errors.jsonl")).hasSize(1);
            assertThat(there.resolve(".fetched/monday.txt")).hasContent("A1\nNONE-1");
            stop();
            assertThat(plume.callsPerAccount()).containsOnlyKeys("A1", "NONE-1");
            assertThat(outside.resolve("secret.txt")).exists();
            assertThat(program.said()).doesNotContain("p+ss", "tail-of-it");
        }
    }

    @Test
    void aPasswordThatTheSftpServerRefusesIsTriedOnceAndNotAgainForMinutes() throws Exception {
        try (SftpServer server = SftpServer.start(folder.resolve("server"), "crm", "right")) {
            fetch(server, "wrong)tail-of-it");
            await().until(() -> server.refused() > 0);
            await().until(() -> program.said().contains("Auth fail"));
            // As it was, the next log-in followed within a second.
            await().during(Duration.ofSeconds(5))
                    .untilAsserted(() -> assertThat(server.refused()).isOne());
            service.close(); // not as the others: Camel logs this failure with a stack trace
            service = null;
            assertThat(program.said()).doesNotContain("tail-of-it", "wrong)");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"p+ss{{tail-of-it", "p+ss{{tail}}-of-it", "p+ss}}tail-of-it"})
    void anSftpPasswordWithBracesIsNeverShown(String password) throws Exception {
        try (SftpServer server = SftpServer.start(folder.resolve("server"), "crm", "right")) {
            try {
                fetch(server, password);
            } catch (ConfigurationException e) {
                assertThat(e).hasMessageContaining("not shown").hasMessageNotContainingAny("p+ss", "tail");
            }
            assertThat(program.said()).doesNotContain("p+ss", "tail");
        }
    }

    /** Starts the recipe; its password is a system property here, since nothing can set this process' environment. */
    private void fetch(SftpServer server, String password) throws Exception {
        assertThat(Path.of("src/assembly/bin/plume-lookup")).content().contains("-D" + TRIES + "=1");
        assertThat(Path.of("src/assembly/bin/plume-lookup.bat")).content().contains("-D" + TRIES + "=1");
        System.setProperty(TRIES, "1"); // as the script does; read when the first of these tests loads JSch
        String property = "sftp.password." + server.port();
        System.setProperty(property, password);
        Files.writeString(program.data("known_hosts"), server.knownHost());
        run(
                "sftp",
                text -> text.replace("host: sftp.example.com", "host: 127.0.0.1")
                        .replace("port: 22", "port: " + server.port())
                        .replace("Interval: 5000", "Interval: 500") // for each file; these grow no more
                        .replace("known_hosts", program.data("known_hosts").toString())
                        .replace("factoryMethod: getenv", "factoryMethod: getProperty")
                        .replace("SFTP_PASSWORD", property));
    }

    @Test
    void theAccountIdIsInAColumnOfAnotherName() throws Exception {
        program.input("exports/subscribers.csv", "Subscriber No;City", "A1;Bonn", "A2;Köln");
        run("column", text -> text.replace("directoryName: exports", "directoryName: " + program.data("exports")));
        await().until(() -> Files.exists(program.data("exports/.done/subscribers.csv")));
        assertThat(lines("outbox/subscribers.csv/found.jsonl"))
                .extracting(found -> found.path("accountId").asText() + " "
                        + found.path("input").path("City").asText())
                .containsExactlyInAnyOrder("A1 Bonn", "A2 Köln");
    }

    @Test
    void aSecondInboxSearchesByNameWithATokenOfItsOwn() throws Exception {
        program.input("inbox/accounts.txt", "A1");
        program.input("inbox-names/people.csv", "name", "Ada Berg");
        put("second-inbox", text -> text);
        program.edit(CONFIG, text -> text.replaceAll("=((in|out)box-names)", "=" + program.data("$1")));
        service = program.service();
        soon("inbox/.done/accounts.txt");
        soon("inbox-names/.done/people.csv");
        assertThat(lines("outbox/accounts.txt/found.jsonl")).hasSize(1);
        assertThat(lines("outbox-names/people.csv/found.jsonl"))
                .hasSize(3)
                .allSatisfy(found -> assertThat(found.path("name").asText()).isEqualTo("Ada Berg"));
        assertThat(plume.stats().logIns()).isEqualTo(2);
    }

    /** Does what docs/routes.md says: copies the routes, with the addresses of the test, and appends the keys. */
    private void run(String recipe, UnaryOperator<String> addresses) throws Exception {
        put(recipe, addresses);
        service = program.service();
    }

    private void put(String recipe, UnaryOperator<String> addresses) throws IOException {
        String routes = Files.readString(RECIPES.resolve(recipe + ".camel.yaml"));
        Files.writeString(
                program.home(String.format(Locale.ROOT, "routes/plume-%s.camel.yaml", recipe)),
                addresses.apply(routes));
        Path keys = RECIPES.resolve(recipe + ".properties");
        if (Files.exists(keys)) {
            Files.writeString(program.home(CONFIG), "\n" + Files.readString(keys), StandardOpenOption.APPEND);
        }
    }

    private void soon(String file) {
        await(file).until(() -> Files.exists(program.data(file)));
    }

    /** Returns the records of a file as soon as it ends with a whole one. */
    private List<JsonNode> lines(String file) {
        soon(file);
        return await(file)
                .until(() -> Files.readString(program.data(file)), text -> text.endsWith("\n"))
                .lines()
                .map(RecipesTest::json)
                .toList();
    }

    private static JsonNode json(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new AssertionError("no JSON: " + line, e);
        }
    }
}
