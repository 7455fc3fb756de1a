package org.plumelookup.flow.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.plumelookup.api.LookupOutcome;
import org.plumelookup.fake.FakePlume;
import org.plumelookup.observe.ObserveServer;
import org.plumelookup.settings.Settings;
import org.plumelookup.support.Flow;
import org.plumelookup.support.FreePort;
import org.plumelookup.support.Patience;
import org.plumelookup.support.Program;
import org.plumelookup.support.Service;

/** The service shows its health and its metrics by HTTP, and nothing that is secret or of a customer. */
class HttpObservationTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @AutoClose
    private final FakePlume plume = new FakePlume();

    @TempDir
    private Path folder;

    private final int port = FreePort.next();

    @Test
    void aServiceIsUpUntilItStops() throws Exception {
        try (Service service = service()) {
            assertThat(service.context().isStarted()).isTrue();
            awaitReady();
            for (String path : List.of("health", "health/live", "health/ready")) {
                HttpResponse<String> answer = get(path);
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
                assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
                assertThat(json(answer).path("status").asText()).isEqualTo("UP");
            }
            assertThat(json(get("health")).path("checks").findValuesAsText("name"))
                    .contains("context", "plume-hold", "plume-inbox", "plume-inbox-folder", "plume-outbox-folder")
                    .contains("plume-disk");
            assertThat(json(get("health/live")).path("checks")).isEmpty();
            assertThat(value(get("metrics").body(), "plume_ready")).isEqualTo(1);
            assertThat(value(get("metrics").body(), "plume_disk_free_bytes")).isPositive();
        }
        assertThatThrownBy(() -> get("health/live")).isInstanceOf(IOException.class);
    }

    @Test
    void theMetersTellWhatWasLookedUpAndNoAccount() throws Exception {
        try (Service service = service("plume.budget.window-calls", "2000")) {
            Files.write(inbox(".part.csv"), List.of("accountId", "SECRET-ACC-1", "NONE-2", "SECRET-ACC-3"));
            Files.move(inbox(".part.csv"), inbox("accounts.csv"));
            await().until(() -> Files.exists(folder.resolve("inbox/.done/accounts.csv")));
            assertThat(service.context().isStarted()).isTrue();

            String metrics = get("metrics").body();
            assertThat(get("metrics").headers().firstValue("Content-Type").orElse(""))
                    .startsWith("text/plain; version=0.0.4");
            assertThat(value(metrics, "plume_outcomes_total", "outcome=\"found\"", "source=\"plume-from-file\""))
                    .isEqualTo(2);
            assertThat(value(metrics, "plume_outcomes_total", "outcome=\"no-match\""))
                    .isEqualTo(1);
            assertThat(value(metrics, "plume_responses_total", "status=\"200\""))
                    .isGreaterThanOrEqualTo(4);
            assertThat(value(metrics, "plume_call_seconds_bucket", "le=\"30.0\""))
                    .isGreaterThanOrEqualTo(4);
            assertThat(value(metrics, "plume_calls_total")).isGreaterThanOrEqualTo(4);
            double used = value(metrics, "plume_budget_used");
            assertThat(used).isGreaterThanOrEqualTo(4);
            assertThat(value(metrics, "plume_budget_left")).isEqualTo(2000 - used);
            assertThat(value(metrics, "plume_hold")).isZero();
            assertThat(value(metrics, "plume_hold_lasted_seconds", "cause=\"firewall\""))
                    .isZero();
            assertThat(value(metrics, "plume_token_age_seconds")).isBetween(0.0, 600.0);
            assertThat(value(metrics, "plume_logins_total")).isEqualTo(1);
            assertThat(value(metrics, "plume_logins_failed_total")).isZero();
            assertThat(value(metrics, "plume_ledger_writes_total")).isEqualTo(3);
            assertThat(value(metrics, "app_info", "camel_version=\"4.")).isEqualTo(1);
            assertThat(value(metrics, "camel_exchanges_total")).isGreaterThanOrEqualTo(4);
            assertThat(value(metrics, "camel_exchanges_succeeded_total")).isGreaterThanOrEqualTo(4);
            assertThat(value(metrics, "camel_exchanges_failed_total")).isNotNegative();
            assertThat(value(metrics, "camel_exchanges_inflight")).isNotNegative();
            assertThat(value(metrics, "camel_exchanges_last_timestamp")).isGreaterThan(1e12);
            assertThat(metrics).doesNotContain("SECRET-ACC", "NONE-2", "Bearer", "plume_batch_rows{");
            assertThat(metrics).doesNotContain(plume.authorization(), plume.partnerId(), folder.toString());
        }
    }

    @Test
    void aBatchAtWorkIsTold() throws Exception {
        try (Service service = service("plume.budget.calls-per-second", "1")) {
            Files.write(inbox(".part.csv"), List.of("accountId", "A-1", "A-2", "A-3", "A-4", "A-5"));
            Files.move(inbox(".part.csv"), inbox("a \"list\".csv"));
            String batch = "batch=\"a \\\"list\\\".csv\"";
            String metrics = await().until(
                            () -> get("metrics").body(),
                            body -> Stream.of("rows", "rows_done", "left_seconds")
                                    .allMatch(name -> body.contains("plume_batch_" + name + "{" + batch)));
            assertThat(service.context().isStarted()).isTrue();
            assertThat(value(metrics, "plume_batch_rows", batch)).isEqualTo(5);
            assertThat(value(metrics, "plume_batch_rows_done", batch)).isBetween(0.0, 5.0);
        }
    }

    @Test
    void oneFileIsObservedIfItsCommandIsAskedTo() throws Exception {
        Program program = Program.in(folder).calling(plume, "plume.budget.calls-per-second", "1");
        String accounts =
                program.input("accounts.txt", "A-1", "A-2", "A-3", "A-4", "A-5").toString();
        FutureTask<Program.Ended> file =
                new FutureTask<>(() -> program.run("file", accounts, "--observe", String.valueOf(port)));
        new Thread(file, "file --observe").start();
        await().ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> get("metrics").body().contains("plume_batch_rows{batch=\"accounts.txt\""));
        assertThat(json(get("health")).path("checks").findValuesAsText("name"))
                .contains("plume-hold", "plume-outbox-folder")
                .doesNotContain("plume-inbox-folder");
        assertThat(Patience.result(file).with(0).out()).contains("found");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aHoldIsADetailOrMakesTheServiceNotReadyAsAKeySays(boolean ready) throws Exception {
        try (Service service = service("plume.observe.ready-in-hold", String.valueOf(ready))) {
            awaitReady();
            service.context()
                    .createProducerTemplate()
                    .requestBody("direct:plume-lookup", "A-1"); // logs in, which a block would refuse, too
            plume.block(Duration.ofMinutes(5));
            CompletableFuture<LookupOutcome> waiting = service.context()
                    .createProducerTemplate()
                    .asyncRequestBody("direct:plume-lookup", "SECRET-ACC-1", LookupOutcome.class);
            await().until(() -> value(get("metrics").body(), "plume_hold") == 1);

            for (String path : List.of("health", "health/ready")) {
                HttpResponse<String> answer = get(path);
                assertThat(answer.statusCode()).isEqualTo(ready ? 200 : 503);
                assertThat(json(answer).path("status").asText()).isEqualTo(ready ? "UP" : "DOWN");
                assertThat(json(answer).path("degraded").asBoolean()).isEqualTo(ready);
                assertThat(json(answer).at("/checks").toString())
                        .contains("the API's firewall blocks us", "since", "until")
                        .doesNotContain("SECRET-ACC");
            }
            assertThat(get("health/live").statusCode()).isEqualTo(200);
            assertThat(value(get("metrics").body(), "plume_hold_lasted_seconds", "cause=\"firewall\""))
                    .isPositive();
            assertThat(waiting).isNotDone();
            plume.block(Duration.ZERO);
        }
    }

    @Test
    void anOutboxThatIsNoFolderMakesTheServiceNotReadyButLeavesItAlive() throws Exception {
        try (Service service = service()) {
            Files.createFile(folder.resolve("outbox")); // before the start it would be refused
            HttpResponse<String> answer = get("health/ready");
            assertThat(service.context().isStarted()).isTrue();
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).contains("plume-outbox-folder", "is no folder", "change plume.file.outbox");
            assertThat(value(get("metrics").body(), "plume_ready")).isZero();
            assertThat(get("health/live").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void whatIsNotThereOrNotAskedForIsRefused() throws Exception {
        try (Service service = service()) {
            assertThat(service.context().isStarted()).isTrue();
            assertThat(get("").statusCode()).isEqualTo(404);
            assertThat(get("health/other").statusCode()).isEqualTo(404);
            assertThat(get("metrics/").statusCode()).isEqualTo(404);
            HttpResponse<String> posted = send("POST", "health");
            assertThat(posted.statusCode()).isEqualTo(405);
            assertThat(posted.headers().firstValue("Allow")).hasValue("GET, HEAD");
            HttpResponse<String> head = send("HEAD", "health/live");
            assertThat(head.statusCode()).isEqualTo(200);
            assertThat(head.body()).isEmpty();
        }
    }

    @Test
    void aPortThatIsSetAndTakenRefusesTheStart() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String number = String.valueOf(taken.getLocalPort());
            Program.Ended ended = Program.in(folder)
                    .calling(plume, "plume.observe.port", number)
                    .run("run")
                    .with(2);
            assertThat(ended.err())
                    .contains("plume.observe.port = " + number + ": must be a free port of 127.0.0.1, or 0")
                    .contains("Change plume.observe.port in config/application.properties");
        }
    }

    @Test
    void aHostThatIsNotThisMachineRefusesTheStart() throws Exception {
        Program.Ended ended = Program.in(folder)
                .calling(plume, "plume.observe.host", "192.0.2.1")
                .run("run")
                .with(2);
        assertThat(ended.err()).contains("plume.observe.host = 192.0.2.1: must be an address or name of this machine");
    }

    @Test
    void ofTheDefaultPortTheNextFreeOneIsTakenAndTold() throws Exception {
        String shipped = Settings.shipped().get("plume.observe.port");
        Program program = Program.in(folder).calling(plume).configured("plume.observe.port=" + shipped);
        try (ServerSocket taken = whenFree(Integer.parseInt(shipped));
                Service service = program.service()) {
            assertThat(taken.isBound()).isTrue();
            assertThat(service.context().isStarted()).isTrue();
            assertThat(program.said())
                    .contains("Port " + shipped + " is taken")
                    .containsPattern("Health and metrics: http://127.0.0.1:\\d+/observe")
                    .doesNotContain("http://127.0.0.1:" + shipped);
        }
    }

    /** Listens on a port when no other program of this machine does. */
    private static ServerSocket whenFree(int port) {
        return await().ignoreExceptionsInstanceOf(BindException.class)
                .until(() -> new ServerSocket(port, 1, InetAddress.getLoopbackAddress()), ServerSocket::isBound);
    }

    @Test
    void anEmbeddedFlowHasNoServer() {
        try (Flow flow = Flow.start(plume, folder, "plume.observe.port", String.valueOf(port))) {
            assertThat(flow.context().hasService(ObserveServer.class)).isNull();
        }
    }

    private Service service(String... settings) throws Exception {
        Program program = Program.in(folder).calling(plume, settings);
        return program.with("plume.observe.port", String.valueOf(port)).service();
    }

    /** Waits until the consumers have looked for something for the first time. */
    private void awaitReady() {
        await().until(() -> get("health/ready").statusCode() == 200);
    }

    private Path inbox(String input) {
        return folder.resolve("inbox").resolve(input);
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send("GET", path);
    }

    private HttpResponse<String> send(String method, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/observe/" + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .timeout(Patience.LONGEST)
                .build();
        return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> answer) throws IOException {
        return new ObjectMapper().readTree(answer.body());
    }

    /** Returns the sum of the lines of a meter that have these labels. */
    private static double value(String metrics, String meter, String... labels) {
        List<String> lines = metrics.lines()
                .filter(line -> line.startsWith(meter)
                        && !line.substring(meter.length()).matches("[a-z_].*"))
                .filter(line -> List.of(labels).stream().allMatch(line::contains))
                .toList();
        assertThat(lines).as("%s %s in %s", meter, List.of(labels), metrics).isNotEmpty();
        return lines.stream()
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }
}
