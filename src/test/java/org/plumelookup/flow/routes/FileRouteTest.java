package org.plumelookup.flow.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.Test;

/**
 * {@code plume-from-file}: each file of the inbox is worked on and filed, or refused with the reason; its outcomes go
 * to the channels, too.
 */
class FileRouteTest extends RouteTestSupport {
    @Override
    protected String[] files() {
        return new String[] {"plume-from-file", "plume-to-channels"};
    }

    @Test
    void aFileIsWorkedOnAndFiledAndOneThatCannotBeReadIsRefused() throws Exception {
        getMockEndpoint("mock:success").expectedMessageCount(1);
        getMockEndpoint("mock:error").expectedMessageCount(1);
        Path inbox = Files.createDirectories(folder.resolve("inbox"));
        Files.writeString(inbox.resolve(".hidden.csv"), "A9\n");
        Files.writeString(inbox.resolve("accounts.csv"), "accountId,region\nA1,north\nNONE-2,south\n");
        Files.writeString(inbox.resolve("array.json"), "[{\"accountId\":\"A1\"}]");

        await().until(() -> Files.exists(inbox.resolve(".done/accounts.csv"))
                && Files.exists(inbox.resolve(".refused/array.json.reason.txt")));

        MockEndpoint.assertIsSatisfied(context);
        Path results = folder.resolve("outbox/accounts.csv");
        assertThat(results.resolve("found.jsonl")).content().contains("\"row\":1", "\"region\":\"north\"");
        assertThat(results.resolve("errors.jsonl")).content().contains("\"row\":2", "\"category\":\"no-match\"");
        assertThat(results.resolve("summary.json")).exists();
        assertThat(inbox.resolve(".refused/array.json")).exists();
        assertThat(inbox.resolve(".refused/array.json.reason.txt")).content().contains("JSON");
        assertThat(inbox.resolve(".hidden.csv")).exists();
        assertThat(plume.callsPerAccount()).containsOnlyKeys("A1", "NONE-2");
    }
}
