package org.plumelookup.flow.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumelookup.api.LookupOutcome;
import org.plumelookup.fake.FakePlume;
import org.plumelookup.support.FreePort;
import org.plumelookup.support.Patience;
import org.plumelookup.support.Program;
import org.plumelookup.support.Service;

/** The status page tells what the service does, and account IDs only to who gives the password. */
class StatusPageTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String PASSWORD = "open sesame";

    @AutoClose
    private final FakePlume plume = new FakePlume();

    @TempDir
    private Path folder;

    private final int port = FreePort.next();

    @Test
    void onThisMachineItTellsEverythingButAccountIds() throws Exception {
        Program program = program("plume.budget.window-calls", "2000", "plume.concurrency", "1");
        try (Service service = program.service()) {
            lookUp("accounts.csv", "SECRET-ACC-1", "NONE-SECRET-2", "S500-SECRET-3");
            JsonNode status = status();
            assertThat(status.path("program").asText()).isEqualTo("plume-lookup");
            assertThat(status.at("/state/word").asText()).isIn("working", "waiting");
            assertThat(Instant.parse(status.at("/state/since").asText())).isBefore(Instant.now());
            JsonNode lookup = status.at("/lookups/0");
            assertThat(lookup.at("/outcomes/found").asInt()).isEqualTo(1);
            assertThat(lookup.at("/outcomes/no-match").asInt()).isEqualTo(1);
            JsonNode calls = lookup.at("/budget/calls");
            assertThat(calls.path("first").asInt()).isEqualTo(3);
            assertThat(calls.path("retries").asInt()).isPositive();
            assertThat(calls.path("canaries").asInt()).isEqualTo(1);
            assertThat(calls.path("logIns").asInt()).isEqualTo(1);
            assertThat(lookup.at("/budget/windowCalls").asInt()).isEqualTo(2000);
            assertThat(lookup.path("failures").findValuesAsText("outcome"))
                    .containsExactlyInAnyOrder("no-match", "server-error");
            assertThat(lookup.path("failures").findValuesAsText("cure")).allMatch(cure -> !cure.isBlank());
            assertThat(lookup.at("/sources/0/route").asText()).isEqualTo("plume-from-file");
            assertThat(lookup.at("/sources/0/state").asText()).isEqualTo("started");
            assertThat(lookup.at("/sources/0/accounts").asInt()).isEqualTo(3);
            assertThat(lookup.path("channels").findValuesAsText("channel")).containsExactly("success", "error");
            assertThat(lookup.at("/settings/plume.auth.authorization").asText()).isEqualTo("(set, not shown)");
            assertThat(status.at("/runs/0/name").asText()).isEqualTo("accounts.csv");
            assertThat(status.at("/runs/0/rows").asInt()).isEqualTo(3);
            assertThat(status.path("withAccountIds").asBoolean()).isFalse();
            assertThat(status.toString()).doesNotContain("SECRET", "report.html", "failedRows");
            assertThat(status.toString()).doesNotContain(plume.authorization());

            HttpResponse<String> page = get("/", null);
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                    .startsWith("default-src 'none';")
                    .contains("connect-src 'self'", "frame-ancestors 'none'")
                    .containsPattern("script-src 'nonce-[\\w+/=]{24}'");
            assertThat(page.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
            assertThat(page.headers().firstValue("Cache-Control")).hasValue("no-store");
            assertThat(page.body())
                    .doesNotContain("NONCE")
                    .isNotEqualTo(get("/", null).body());

            assertThat(get("/observe/reports/accounts.csv/report.html", null).statusCode())
                    .isEqualTo(403);
            assertThat(asHost("evil.example:" + port))
                    .startsWith("HTTP/1.1 403")
                    .contains("plume.observe.password-file");
            assertThat(asHost("localhost:" + port)).startsWith("HTTP/1.1 200");
            assertThat(service.context().isStarted()).isTrue();

            assertThat(program.run("status").with(0).out())
                    .contains(
                            "plume-lookup", "at http://127.0.0.1:" + port + "/", "Outcomes since the start", "no-match")
                    .doesNotContain("SECRET");
        }
        assertThat(program.run("status").with(3).err())
                .contains("No service answers at port " + port, "Start it by plume-lookup run");
    }

    @Test
    void whoGivesThePasswordSeesAccountIdsAndReports() throws Exception {
        Path password = Files.writeString(folder.resolve("password"), PASSWORD + "\n");
        Program program = program("plume.observe.password-file", password.toString());
        try (Service service = program.service()) {
            lookUp("a & b.csv", "ACC-1", "NONE-<b>2</b>");
            assertThat(service.context().isStarted()).isTrue();
            for (String path : List.of("/", "/observe/status", "/observe/reports/a%20&%20b.csv/report.html")) {
                HttpResponse<String> refused = get(path, "wrong");
                assertThat(refused.statusCode()).isEqualTo(401);
                assertThat(refused.headers().firstValue("WWW-Authenticate").orElse(""))
                        .startsWith("Basic realm=\"plume-lookup\"");
                assertThat(refused.body()).doesNotContain("ACC-1");
                assertThat(get(path, null).statusCode()).isEqualTo(401);
                assertThat(get(path, PASSWORD).statusCode()).isEqualTo(200);
            }
            assertThat(get("/observe/health/live", null).statusCode()).isEqualTo(200);
            assertThat(get("/observe/metrics", null).statusCode()).isEqualTo(200);

            JsonNode row = json(get("/observe/status", PASSWORD)).at("/lookups/0/failedRows/0");
            assertThat(row.path("accountId").asText()).isEqualTo("NONE-<b>2</b>");
            assertThat(row.path("row").asInt()).isEqualTo(2);
            String report =
                    json(get("/observe/status", PASSWORD)).at("/runs/0/report").asText();
            HttpResponse<String> shown = get(report, PASSWORD);
            assertThat(shown.body()).contains("a &amp; b.csv");
            assertThat(shown.headers().firstValue("Content-Security-Policy").orElse(""))
                    .contains("default-src 'none'")
                    .doesNotContain("script-src");
            for (String path : List.of(
                    "../../password",
                    "..%2f..%2fpassword",
                    "%2e%2e/report.html",
                    "a%20&%20b.csv/found.jsonl",
                    "a%20&%20b.csv/../../../password",
                    "a%20&%20b.csv%00/report.html",
                    "nowhere/report.html",
                    "")) {
                assertThat(raw("/observe/reports/" + path, "127.0.0.1", PASSWORD))
                        .as(path)
                        .matches("(?s)HTTP/1.1 40[04].*")
                        .doesNotContain(PASSWORD);
            }

            JsonNode printed = new ObjectMapper()
                    .readTree(program.run("status", "--json").with(0).out());
            assertThat(printed.path("withAccountIds").asBoolean()).isTrue();
            Files.writeString(password, "another");
            assertThat(get("/", "another").statusCode()).isEqualTo(200);
            assertThat(get("/", PASSWORD).statusCode()).isEqualTo(401);
            assertThat(program.run("status").with(0).out()).contains("NONE-<b>2</b>");
            assertThat(program(
                                    "plume.observe.password-file",
                                    Files.writeString(folder.resolve("old"), PASSWORD)
                                            .toString())
                            .run("status")
                            .with(3)
                            .err())
                    .contains("The password of this command's file is another one")
                    .doesNotContain(PASSWORD);
            Files.delete(password);
            assertThat(get("/", "another").statusCode()).isEqualTo(200);
        }
        for (String command : List.of("run", "status")) {
            assertThat(program.run(command).with(2).err())
                    .contains("plume.observe.password-file = " + password + ": the file must exist");
        }
        assertThat(program.run("check", "--offline").with(2).out())
                .contains("plume.observe.password-file = " + password + ": the file must exist");
    }

    @Test
    void aHoldIsToldWithWhatToDoAndOtherMachinesNeedAPassword() throws Exception {
        Program open = program("plume.observe.host", "0.0.0.0");
        try (Service service = open.service()) {
            for (String path : List.of("/", "/observe/status", "/observe/reports/a/report.html")) {
                HttpResponse<String> refused = get(path, null);
                assertThat(refused.statusCode()).isEqualTo(403);
                assertThat(refused.body()).contains("set plume.observe.password-file");
            }
            assertThat(get("/observe/health/live", null).statusCode()).isEqualTo(200);
            assertThat(get("/observe/metrics", null).statusCode()).isEqualTo(200);
            assertThat(service.context().isStarted()).isTrue();
            assertThat(open.run("status").with(3).err())
                    .contains("http://127.0.0.1:" + port + "/ answers: ", "set plume.observe.password-file");
        }
        try (Service service = program().service()) {
            service.context().createProducerTemplate().requestBody("direct:plume-lookup", "A-1"); // logs in
            plume.block(Duration.ofMinutes(5));
            CompletableFuture<LookupOutcome> waiting = service.context()
                    .createProducerTemplate()
                    .asyncRequestBody("direct:plume-lookup", "A-2", LookupOutcome.class);
            await().until(() -> status().at("/state/word").asText().equals("hold"));
            JsonNode hold = status().at("/lookups/0/holds/0");
            assertThat(hold.path("cause").asText()).isEqualTo("firewall");
            assertThat(hold.path("cure").asText()).contains("plume.budget.window-calls");
            Instant since = Instant.parse(hold.path("since").asText());
            assertThat(Instant.parse(hold.path("nextProbe").asText())).isAfter(since);
            assertThat(status().at("/state/since").asText()).isEqualTo(since.toString());
            assertThat(waiting).isNotDone();
            plume.block(Duration.ZERO);
        }
    }

    private Program program(String... settings) throws Exception {
        return Program.in(folder).calling(plume, settings).with("plume.observe.port", String.valueOf(port));
    }

    private void lookUp(String name, String... accounts) throws IOException {
        Path inbox = folder.resolve("inbox");
        Files.write(inbox.resolve(".part"), List.of(accounts));
        Files.move(inbox.resolve(".part"), inbox.resolve(name));
        await().until(() -> Files.exists(inbox.resolve(".done").resolve(name)));
    }

    private JsonNode status() throws Exception {
        return json(get("/observe/status", null));
    }

    private static JsonNode json(HttpResponse<String> answer) throws IOException {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new ObjectMapper().readTree(answer.body());
    }

    private HttpResponse<String> get(String path, String password) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Patience.LONGEST);
        if (password != null) {
            request.header("Authorization", basic(password));
        }
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private String asHost(String host) throws IOException {
        return raw("/", host, null);
    }

    /** Sends what no client library would. */
    private String raw(String path, String host, String password) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout((int) Patience.LONGEST.toMillis());
            String request = "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n"
                    + (password == null ? "" : "Authorization: " + basic(password) + "\r\n") + "\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String basic(String password) {
        return "Basic " + Base64.getEncoder().encodeToString(("x:" + password).getBytes(StandardCharsets.UTF_8));
    }
}
