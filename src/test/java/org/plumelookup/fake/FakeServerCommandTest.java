package org.plumelookup.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class FakeServerCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CommandLine commandLine = new CommandLine(new FakeServerCommand())
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true));

    @Test
    void helpListsEveryPrefixPathAndMode() {
        assertThat(commandLine.execute("--help")).isZero();
        for (Scenario script : Scenario.values()) {
            assertThat(out.toString()).contains(script.prefix()).contains(script.meaning());
        }
        for (Outage outage : Outage.values()) {
            assertThat(out.toString()).contains(outage.name()).contains(outage.meaning());
        }
        Control.paths().forEach((path, meaning) -> assertThat(out.toString()).contains(path + " ", meaning));
    }

    @ParameterizedTest
    @CsvSource({
        "--port,99999,between 0 and 65535",
        "--port,eighty,--port",
        "--delay,20,not a time such as 20ms",
        "--token-life,0s,token life",
        "--window-calls,-1,must not be negative",
        "--bind,no such host,no address"
    })
    void wrongValuesAreSaidClearly(String option, String value, String reason) {
        assertThat(commandLine.execute(option + "=" + value)).isEqualTo(2);
        assertThat(err.toString()).contains(reason);
    }

    @Test
    void aPortInUseIsSaidClearly() {
        try (FakePlume plume = new FakePlume()) {
            int port = URI.create(plume.url()).getPort();
            assertThat(commandLine.execute("--port", Integer.toString(port))).isEqualTo(3);
            assertThat(err.toString()).contains("cannot listen on 127.0.0.1:" + port);
        }
    }

    @Test
    void servesUntilStoppedAndSaysHowToUseIt() throws Exception {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<Integer> code = thread.submit(
                    () -> commandLine.execute("--port", "0", "--partner-id", "it's me", "--fixed-token", "t"));
            await().until(() -> out.toString().contains("/fake/stats"));
            assertThat(out.toString())
                    .containsPattern("export PLUME_API_URL='http://127.0.0.1:\\d+/api'")
                    .containsPattern("export PLUME_AUTH_TOKEN_URL='http://127.0.0.1:\\d+/oauth2/fake/v1/token'")
                    .contains("export PLUME_AUTH_AUTHORIZATION='Basic ")
                    .contains("export PLUME_API_PARTNER_ID='it'\\''s me'")
                    .contains("export PLUME_AUTH_TOKEN='t'");
            thread.shutdownNow();
            assertThat(code.get()).isZero();
        } finally {
            thread.shutdownNow();
        }
    }
}
