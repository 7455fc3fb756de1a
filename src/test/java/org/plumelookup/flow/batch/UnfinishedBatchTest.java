package org.plumelookup.flow.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.apache.camel.health.HealthCheck;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.plumelookup.app.ExitCode;
import org.plumelookup.batch.Summary;
import org.plumelookup.fake.FakePlume;
import org.plumelookup.fake.FakePlumeSettings;
import org.plumelookup.support.Accounts;
import org.plumelookup.support.Flow;
import org.plumelookup.support.Program;
import org.plumelookup.support.Results;
import org.plumelookup.support.Service;

/** A batch that is not finished belongs to its first file and to one run: nothing else is mixed into it. */
@Execution(ExecutionMode.CONCURRENT)
class UnfinishedBatchTest {
    private static final String NAME = "accounts.csv";
    private static final List<String> FIRST =
            IntStream.range(0, 300).mapToObj(row -> "A-" + row).toList();
    private static final List<String> CHANGED = FIRST.subList(0, 270);

    @TempDir
    private Path folder;

    private final FakePlume plume = new FakePlume(
            FakePlumeSettings.builder().delay(Duration.ofMillis(5)).build());

    @AfterEach
    void closeFake() {
        plume.close();
    }

    @Test
    void aChangedFileIsRefusedWithoutACall() throws Exception {
        Path results = stoppedUnfinished(Accounts.write(folder.resolve("first").resolve(NAME), FIRST));
        Path changed = Accounts.write(folder.resolve(NAME), CHANGED);
        String found = Files.readString(results.resolve("found.jsonl"));
        long calls = plume.stats().calls();
        try (Flow flow = Flow.start(plume, results.getParent())) {
            assertThatThrownBy(() -> flow.batch(changed))
                    .rootCause()
                    .hasMessageContainingAll("unfinished batch of another " + NAME, "delete the folder")
                    .matches(refusal -> ExitCode.of(refusal) == ExitCode.WRONG_USE);
        }
        assertThat(results.resolve("found.jsonl")).hasContent(found);
        assertThat(plume.stats().calls()).isEqualTo(calls);
    }

    @Test
    void theServiceRefusesAChangedFileAndGoesOnWithTheFirstOne() throws Exception {
        Path first = Accounts.write(folder.resolve("first").resolve(NAME), FIRST);
        Path results = stoppedUnfinished(first);
        Path inbox = folder.resolve("inbox");
        Accounts.write(inbox.resolve(NAME), CHANGED);
        try (Service service = Service.start(plume, folder, "plume.file.rest", "100ms")) {
            Path refused = inbox.resolve(".refused").resolve(NAME);
            await().until(() -> Files.exists(refused) && Files.notExists(inbox.resolve(NAME)));
            assertThat(refused.resolveSibling(NAME + ".reason.txt"))
                    .content()
                    .contains("unfinished batch of another " + NAME);
            Files.move(first, inbox.resolve(NAME));
            awaitDone();
        }
        assertThat(Results.complete(results).size()).isEqualTo(FIRST.size());
    }

    @Test
    void aSecondServiceLeavesTheFileToTheFirst() throws Exception {
        Path input = Accounts.write(folder.resolve("inbox").resolve(NAME), FIRST);
        AtomicBoolean blocked = new AtomicBoolean();
        plume.onReceived(call -> {
            // Not the log-in, after which a hold lasts longer and longer.
            if (call.accountId() != null && blocked.compareAndSet(false, true)) {
                plume.block(Duration.ofHours(1));
            }
        });
        Program program = Program.in(folder).calling(plume, "plume.budget.window", "1s", "plume.file.rest", "100ms");
        try (Service first = program.service()) {
            await().until(() -> first.health("plume-hold").getState() == HealthCheck.State.DOWN);
            try (Service second = program.service()) {
                long calls = plume.stats().calls();
                await().until(() -> plume.stats().calls() > calls + 2);
                assertThat(input).exists();
                plume.block(Duration.ZERO);
                awaitDone();
            }
        }
        Results results = Results.complete(folder.resolve("outbox").resolve(NAME));
        assertThat(results.size()).isEqualTo(FIRST.size());
        assertThat(plume.callsPerAccount().entrySet())
                .as("what was in flight when the hold began was asked again, and nothing else")
                .filteredOn(calls -> FIRST.contains(calls.getKey()) && calls.getValue() > 1)
                .hasSizeLessThanOrEqualTo(8);
    }

    private Path stoppedUnfinished(Path input) {
        Path results = folder.resolve("outbox").resolve(NAME);
        // Paced, so that on a busy machine too most rows are left when it is stopped.
        try (Flow flow = Flow.start(plume, results.getParent(), "plume.budget.calls-per-second", "25")) {
            CompletableFuture<Summary> batch = flow.batchLater(input);
            await().until(() -> Results.soFar(results).size() > FIRST.size() / 50);
            assertThat(batch).isNotDone();
        }
        assertThat(Results.soFar(results).size()).isBetween(1, FIRST.size() - 1);
        return results;
    }

    private void awaitDone() {
        await().until(() -> Files.exists(folder.resolve("inbox/.done").resolve(NAME)));
    }
}
