package org.plumelookup.flow.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.apache.camel.test.junit5.CamelContextConfiguration;
import org.junit.jupiter.api.Test;
import org.plumelookup.support.Flow;

/**
 * The routes of {@code scale-out/} and a worker, all in one context: what is dispatched, looked up and collected is the
 * batch of one process.
 */
class ScaleOutRouteTest extends QueueRouteTestSupport {
    @Override
    protected String[] files() {
        return new String[] {
            "scale-out/plume-dispatch",
            "scale-out/plume-to-requests",
            "scale-out/plume-collect",
            "plume-from-jms",
            "plume-to-queues"
        };
    }

    @Override
    public void configureContext(CamelContextConfiguration configuration) {
        super.configureContext(configuration);
        configuration.replaceRouteFromWith("plume-from-file-to-queue", "direct:file");
    }

    @Test
    void eachRowOfAFileIsInTheResultsOnceAndTheInputIsFiled() throws Exception {
        Path inbox = Files.createDirectories(folder.resolve("inbox"));
        Path file = Flow.file(
                inbox.resolve("accounts.txt"), IntStream.range(0, 20).mapToObj(i -> (i % 5 == 0 ? "NONE-" : "A") + i));

        template.sendBody("direct:file", file.toFile());

        Path results = folder.resolve("outbox/accounts.txt");
        await().until(() -> Files.exists(results.resolve("summary.json")));
        assertThat(Files.readAllLines(results.resolve("found.jsonl"))).hasSize(16);
        assertThat(Files.readAllLines(results.resolve("errors.jsonl"))).hasSize(4);
        assertThat(plume.stats().searches()).isEqualTo(20);
        await().until(() -> Files.exists(inbox.resolve(".done/accounts.txt")));
    }

    @Test
    void anInputThatCannotBeReadIsRefusedAndToldWhy() throws Exception {
        Path inbox = Files.createDirectories(folder.resolve("inbox"));
        Path file = Files.writeString(inbox.resolve("accounts.json"), "[{\"accountId\":\"A1\"}]");

        template.sendBody("direct:file", file.toFile());

        assertThat(inbox.resolve(".refused/accounts.json")).exists();
        assertThat(inbox.resolve(".refused/accounts.json.reason.txt")).content().contains("JSON");
    }
}
