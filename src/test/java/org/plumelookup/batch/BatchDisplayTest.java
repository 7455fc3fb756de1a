package org.plumelookup.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumelookup.batch.input.RowSettings;
import org.plumelookup.resilience.CircuitBreakers;

class BatchDisplayTest {
    @TempDir
    private Path folder;

    @Test
    void aLookAtTheProgressThatComesLateIsNotShownAfterTheEnd() throws Exception {
        List<String> calls = new ArrayList<>();
        ProgressDisplay display = new ProgressDisplay() {
            @Override
            public Duration every() {
                return Duration.ZERO;
            }

            @Override
            public void show(Progress progress) {
                calls.add("show");
            }

            @Override
            public void end(Progress progress) {
                calls.add("end");
            }
        };
        Path input = Files.writeString(folder.resolve("accounts.txt"), "A1\n");
        RowSettings rows = new RowSettings("accountId", StandardCharsets.UTF_8);
        InFlightLimiter limiter = new InFlightLimiter(CircuitBreakers.closed(null, () -> {}), null, () -> false);
        try (BatchRun batch = BatchRun.open(
                input, new BatchSettings(folder, folder.resolve("outbox"), rows, 1), limiter, () -> true)) {
            batch.show(display);
            batch.end(display);
            batch.show(display);
        }
        assertThat(calls).containsExactly("show", "end");
    }
}
