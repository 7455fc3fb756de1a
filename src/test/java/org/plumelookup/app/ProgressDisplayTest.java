package org.plumelookup.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.plumelookup.api.Outcome;
import org.plumelookup.batch.Progress;
import org.plumelookup.batch.ProgressDisplay;
import org.plumelookup.support.LogCapture;

/** Progress is a bar on a terminal, else a log line every 10 s; both tell done, total, rate, expected end and outcomes. */
class ProgressDisplayTest {
    /** 40,000 rows in 10,000 s. */
    private static final String TEXT =
            "accounts\\.txt: 40,100 of 80,100 \\(50 %\\), 4\\.0/s, expected end (\\d{4}-\\d\\d-\\d\\d )?"
                    + "\\d\\d:\\d\\d:\\d\\d \\(in 2 h 46 min\\); found 40,000, no-match 100";

    private final Progress progress = new Progress(
            "accounts.txt",
            40_100,
            80_100,
            100,
            Duration.ofSeconds(10_000),
            new TreeMap<>(Map.of(Outcome.FOUND, 40_000L, Outcome.NO_MATCH, 100L)),
            null);

    @Test
    void onATerminalItIsABarThatIsDrawnInPlace() {
        ByteArrayOutputStream terminal = new ByteArrayOutputStream();
        TerminalBar bar = new TerminalBar(new PrintWriter(terminal, true, StandardCharsets.UTF_8));
        bar.show(progress);
        bar.end(progress);
        String drawn = "\r\u001b\\[K\\[#{12}\\.{12}] " + TEXT;
        assertThat(terminal.toString(StandardCharsets.UTF_8)).matches(drawn + drawn + "\\R");
    }

    @Test
    void elsewhereItIsALogLineEveryTenSecondsUntilTheEndWhichTheBatchLogs() {
        try (LogCapture log = LogCapture.ofThisThread()) {
            ProgressDisplay lines = ProgressDisplay.log();
            lines.show(progress);
            lines.end(progress);
            assertThat(lines.every()).isEqualTo(Duration.ofSeconds(10));
            assertThat(log.lines()).singleElement().asString().matches("INFO .* " + TEXT + " .*");
        }
    }
}
