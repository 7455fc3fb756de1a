package org.plumelookup.flow.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.health.HealthCheck;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumelookup.fake.FakePlume;
import org.plumelookup.support.Patience;
import org.plumelookup.support.Program;
import org.plumelookup.support.Service;

/** Promise: at every tick each account of the watch list is looked up, and ticks never pile up. */
class WatchListTest {
    private final FakePlume plume = new FakePlume();

    @TempDir
    private Path folder;

    @Test
    void isReadAgainAtEveryTickAndItsOutcomesGoToTheChannels() throws Exception {
        Path list = Files.writeString(folder.resolve("list.txt"), "\uFEFFL 1\r\n\r\n a,b \nNONE-1");
        try (Service service = start("plume.timer.account-ids", "A1, A 2 ,,A3", "plume.timer.list", list.toString())) {
            wait.untilAsserted(() -> assertThat(accounts("found.jsonl")).contains("A1", "A 2", "A3", "L 1", " a,b "));
            wait.untilAsserted(() -> assertThat(accounts("errors.jsonl")).contains("NONE-1"));
            Files.writeString(list, "NEW");
            wait.untilAsserted(() -> assertThat(accounts("found.jsonl")).contains("NEW"));
            long before = plume.callsOf("A1");
            wait.until(() -> plume.callsOf("A1") > before + 2);
        }
    }

    @Test
    void aMissingListIsLookedForAgainAndALineThatCannotBeReadIsInvalid() throws Exception {
        Path list = folder.resolve("list.txt");
        try (Service service = start("plume.timer.account-ids", "A1", "plume.timer.list", list.toString())) {
            wait.until(() -> plume.callsOf("A1") > 2);
            Files.write(folder.resolve("new"), new byte[] {'B', '1', '\n', (byte) 0xff, '\n', 'B', '2'});
            Files.move(folder.resolve("new"), list);
            wait.untilAsserted(() -> assertThat(accounts("found.jsonl")).contains("B1", "B2"));
            wait.untilAsserted(() -> assertThat(lines("errors.jsonl"))
                    .anyMatch(line -> line.contains("not UTF-8") && line.contains("invalid")));
        }
    }

    @Test
    void aStopWhileAccountsWaitForAHoldIsNoError() throws Exception {
        plume.block(Duration.ofMinutes(10));
        String ids = IntStream.range(0, 40).mapToObj(i -> "L" + i).collect(Collectors.joining(","));
        Program program = Program.in(folder)
                .calling(plume)
                .with("plume.timer.period", "100ms")
                .with("plume.timer.account-ids", ids);
        try (Service service = program.service()) {
            wait.until(() -> service.health("plume-hold").getState() == HealthCheck.State.DOWN);
            wait.until(() -> service.context().getInflightRepository().size("plume-lookup") > 0);
        }
        assertThat(program.said()).contains("Hold: ").doesNotContain("ERROR", "\tat ", "RejectedExecution");
        plume.block(Duration.ZERO);
        try (Service service = program.service()) {
            wait.untilAsserted(() -> assertThat(accounts("found.jsonl")).contains("L0", "L39"));
        }
    }

    @Test
    void ticksNeverPileUpAndNoMoreThanTheConcurrencyIsUnderWay() throws Exception {
        CountDownLatch open = new CountDownLatch(1);
        AtomicInteger inFlight = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        plume.onReceived(received -> {
            if (received.accountId() != null) {
                most.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
                try {
                    Patience.open(open);
                } catch (InterruptedException | TimeoutException e) {
                    throw new AssertionError(e);
                }
                inFlight.decrementAndGet();
            }
        });
        List<String> ids = IntStream.range(0, 40).mapToObj(i -> "L" + i).toList();
        Path list = Files.write(folder.resolve("list.txt"), ids);
        try (Service service = start("plume.timer.list", list.toString(), "plume.concurrency", "4")) {
            wait.until(() -> inFlight.get() == 4);
            // Five ticks later nothing else has begun.
            wait.pollDelay(Duration.ofMillis(500)).until(() -> inFlight.get() == 4);
            assertThat(plume.callsPerAccount()).hasSizeLessThanOrEqualTo(4);
            open.countDown();
            wait.until(() -> plume.callsOf("L39") >= 2);
        }
        assertThat(most.get()).isEqualTo(4);
        // Each tick ended before the next began: nobody is more than one ahead.
        assertThat(plume.callsOf("L0") - plume.callsOf("L39")).isBetween(0L, 1L);
    }

    private final ConditionFactory wait = await();

    private Service start(String... settings) {
        List<String> all = new ArrayList<>(List.of("plume.timer.period", "100ms"));
        all.addAll(List.of(settings));
        return Service.start(plume, folder, all.toArray(String[]::new));
    }

    private List<String> lines(String name) {
        Path file = folder.resolve("outbox/plume-from-timer").resolve(name);
        try {
            String text = Files.exists(file) ? new String(Files.readAllBytes(file), UTF_8) : "";
            return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList(); // the last one may be half written
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> accounts(String name) throws IOException {
        List<String> ids = new ArrayList<>();
        for (String line : lines(name)) {
            ids.add(new ObjectMapper().readTree(line).path("accountId").asText());
        }
        return ids;
    }
}
