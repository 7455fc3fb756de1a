package org.plumelookup.flow.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.apache.camel.builder.NotifyBuilder;
import org.junit.jupiter.api.Test;
import org.plumelookup.support.Patience;

/** {@code plume-from-file}: each file of the inbox is worked on and filed; its rows end in the channels, too. */
class FileRouteTest extends RouteTestSupport {
    @Override
    protected String[] files() {
        return new String[] {"plume-from-file", "plume-to-channels"};
    }

    @Test
    void aFileIsWorkedOnAndFiledAndOneThatCannotBeReadIsRefused() throws Exception {
        NotifyBuilder filed = new NotifyBuilder(context)
                .fromRoute("plume-from-file")
                .whenDone(2)
                .create();
        Path inbox = Files.createDirectories(folder.resolve("inbox"));
        Files.writeString(inbox.resolve(".hidden.csv"), "A9\n");
        Files.writeString(inbox.resolve("accounts.csv"), "accountId,region\nA1,north\nNONE-2,south\n");
        Files.writeString(inbox.resolve("array.json"), "[{\"accountId\":\"A1\"}]");

        assertThat(filed.matches(Patience.LONGEST.toSeconds(), TimeUnit.SECONDS))
                .isTrue();

        Path results = folder.resolve("outbox/accounts.csv");
        assertThat(results.resolve("found.jsonl")).content().contains("\"row\":1", "\"region\":\"north\"");
        assertThat(results.resolve("errors.jsonl")).content().contains("\"row\":2", "\"category\":\"no-match\"");
        assertThat(results.resolve("summary.json")).exists();
        assertThat(inbox.resolve(".done/accounts.csv")).exists();
        assertThat(inbox.resolve(".refused/array.json")).exists();
        assertThat(inbox.resolve(".refused/array.json.reason.txt")).content().contains("JSON");
        assertThat(inbox.resolve(".hidden.csv")).exists();
        assertThat(plume.callsPerAccount()).containsOnlyKeys("A1", "NONE-2");
    }
}
