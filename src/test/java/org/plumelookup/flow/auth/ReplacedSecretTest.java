package org.plumelookup.flow.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumelookup.api.LookupOutcome;
import org.plumelookup.api.Outcome;
import org.plumelookup.batch.Summary;
import org.plumelookup.disk.AtomicFile;
import org.plumelookup.fake.FakePlume;
import org.plumelookup.fake.FakePlumeSettings;
import org.plumelookup.resilience.Hold;
import org.plumelookup.resilience.HoldCause;
import org.plumelookup.support.Flow;
import org.plumelookup.support.Patience;
import org.plumelookup.support.RawServer;

/** Promise: a secret in a file can be replaced while lookups are under way, and no account fails by it. */
class ReplacedSecretTest {
    private static final String GOOD = RawServer.whole("200 OK", "", "[]");
    private static final String REFUSED = RawServer.whole("401 Unauthorized", "", "{\"error\":\"invalid_client\"}");

    @TempDir
    private Path folder;

    private Path secret(String text) throws IOException {
        Path file = folder.resolve("secret");
        AtomicFile.write(file, out -> out.write((text + "\n").getBytes(StandardCharsets.UTF_8)));
        return file;
    }

    @Test
    void aTokenUnderLoad() throws Exception {
        FakePlumeSettings api =
                FakePlumeSettings.builder().delay(Duration.ofMillis(5)).build();
        Path file =
                Flow.file(folder.resolve("accounts"), IntStream.range(0, 600).mapToObj(i -> "A" + i));
        try (FakePlume plume = new FakePlume(api);
                Flow flow = Flow.start(
                        plume,
                        folder.resolve("outbox"),
                        "plume.auth.token-url",
                        "",
                        "plume.auth.authorization",
                        "",
                        "plume.auth.token-file",
                        secret("Bearer " + plume.issueToken()).toString())) {
            CompletableFuture<Summary> batch = flow.batchLater(file);
            await().pollInterval(Duration.ofMillis(2)).until(() -> plume.stats().searches() >= 50);
            plume.expireTokens();
            secret("Bearer " + plume.issueToken());
            Summary summary = Patience.result(batch);

            assertThat(summary.outcomes()).containsOnlyKeys("found").containsEntry("found", 600L);
            // Calls that were refused before the new token was there may have begun a hold.
            assertThat(flow.holds()).extracting(Hold::cause).allMatch(HoldCause.REFUSED::equals);
        }
    }

    @Test
    void aTokenThatIsRefusedIsReadAgainAtOnceAndTheCallIsRepeated() throws Exception {
        try (RawServer api = new RawServer(accepting("Bearer one"));
                Flow flow = Flow.start(
                        api.url(),
                        "plume.auth.token",
                        "",
                        "plume.auth.token-file",
                        secret("Bearer one").toString())) {
            assertThat(flow.lookup("ACC-1").calls()).isOne();
            api.script(accepting("Bearer two"));
            secret("Bearer two");
            LookupOutcome outcome = flow.lookup("ACC-2");

            assertThat(outcome.outcome()).isEqualTo(Outcome.NO_MATCH);
            assertThat(outcome.calls()).isEqualTo(2);
            assertThat(flow.lookup("ACC-3").calls()).isOne();
        }
    }

    @Test
    void aTokenThatIsRefusedAndNotReplacedIsTheAccountsOutcome() throws Exception {
        try (RawServer api = new RawServer(accepting("Bearer two"));
                Flow flow = Flow.start(
                        api.url(),
                        "plume.auth.token",
                        "",
                        "plume.auth.token-file",
                        secret("Bearer one").toString())) {
            assertThat(flow.lookup("ACC-1").outcome()).isEqualTo(Outcome.UNAUTHORIZED);
            assertThat(api.requests()).hasSize(1);
        }
    }

    @Test
    void aTokenThatIsReplacedWhileItsRefusalIsCheckedIsNotTheAccountsOutcome() throws Exception {
        try (RawServer api = new RawServer((request, out) -> {
                    boolean good = request.contains("\r\nAuthorization: Bearer two\r\n");
                    if (request.contains("plume-lookup-canary")) {
                        secret("Bearer two");
                    }
                    out.write((good ? GOOD : REFUSED).getBytes(StandardCharsets.ISO_8859_1));
                });
                Flow flow = Flow.start(
                        api.url(),
                        "plume.hold.canary",
                        "true",
                        "plume.auth.token",
                        "",
                        "plume.auth.token-file",
                        secret("Bearer one").toString())) {
            LookupOutcome outcome = flow.lookup("ACC-1");

            assertThat(outcome.outcome()).isEqualTo(Outcome.NO_MATCH);
            assertThat(outcome.calls()).isEqualTo(2);
            assertThat(flow.isHeld()).isFalse();
        }
    }

    @Test
    void theCredentialOfTheLogInIsReadAgainAtOnceIfItIsRefused() throws Exception {
        try (RawServer api = new RawServer(accepting("Bearer of-one"));
                RawServer tokens = new RawServer(granting("one"));
                Flow flow = LogInTestSupport.logIn(
                        api.url(),
                        tokens.url(),
                        "plume.auth.authorization",
                        "",
                        "plume.auth.authorization-file",
                        secret("Basic one").toString())) {
            assertThat(flow.lookup("ACC-1").calls()).isOne();
            api.script(accepting("Bearer of-two"));
            tokens.script(granting("two"));
            secret("Basic two");
            LookupOutcome outcome = flow.lookup("ACC-2");

            assertThat(outcome.outcome()).isEqualTo(Outcome.NO_MATCH);
            assertThat(outcome.calls()).isEqualTo(2);
            assertThat(tokens.requests())
                    .extracting(request -> request.replaceAll("(?s).*\r\nAuthorization: Basic (\\w+)\r\n.*", "$1"))
                    .isEqualTo(List.of("one", "one", "two"));
            assertThat(flow.isHeld()).isFalse();
        }
    }

    private static RawServer.Script accepting(String header) {
        return (request, out) -> out.write((request.contains("\r\nAuthorization: " + header + "\r\n") ? GOOD : REFUSED)
                .getBytes(StandardCharsets.ISO_8859_1));
    }

    private static RawServer.Script granting(String name) {
        String grant = RawServer.whole("200 OK", "", "{\"access_token\":\"of-" + name + "\",\"expires_in\":600}");
        return (request, out) ->
                out.write((request.contains("\r\nAuthorization: Basic " + name + "\r\n") ? grant : REFUSED)
                        .getBytes(StandardCharsets.ISO_8859_1));
    }
}
