package org.plumelookup.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Properties;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.PluginHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumelookup.PlumeLookup;
import org.plumelookup.batch.rows.RowSettings;
import org.plumelookup.budget.Hold;
import org.plumelookup.budget.HoldCause;

/** Shows what becomes of an input that is not sent at once: it is refused, or goes on after a hold that ends. */
class DispatchTest {
    private final DefaultCamelContext context = new DefaultCamelContext();

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        context.stop();
    }

    @Test
    void anInputThatCannotBeReadIsRefusedAndToldWhy() throws Exception {
        Properties keys = new Properties();
        keys.setProperty("plume.api.url", "http://localhost/api");
        keys.setProperty("plume.auth.token", "Bearer none");
        keys.setProperty("plume.file.inbox", folder.resolve("inbox").toString());
        keys.setProperty("plume.file.outbox", folder.resolve("outbox").toString());
        context.getPropertiesComponent().setInitialProperties(keys);
        context.addRoutes(PlumeLookup.routes().withFiles());
        PluginHelper.getRoutesLoader(context)
                .loadRoutes(PluginHelper.getResourceLoader(context)
                        .resolveResource("file:routes/scale-out/plume-dispatch.camel.yaml"));
        context.start();

        Path inbox = Files.createDirectories(folder.resolve("inbox"));
        Files.writeString(inbox.resolve("accounts.json"), "[{\"accountId\":\"A1\"}]");

        Path refused = inbox.resolve(".refused/accounts.json");
        await().until(() -> Files.exists(refused.resolveSibling("accounts.json.reason.txt")));
        assertThat(refused).exists();
    }

    @Test
    void theFirstRowThatIsInTheQueueEndsAHold() throws Exception {
        Path file = Files.writeString(folder.resolve("accounts.txt"), "A1\n");
        Hold hold = new Hold(Clock.systemUTC(), null, () -> {});
        Dispatcher dispatcher = new Dispatcher(
                new BatchSettings(
                        folder.resolve("inbox"),
                        folder.resolve("outbox"),
                        new RowSettings("accountId", StandardCharsets.UTF_8),
                        1),
                hold);
        context.start();
        Exchange exchange = new DefaultExchange(context);
        hold.begin(HoldCause.RESULTS, "the queue takes nothing", Duration.ZERO);

        dispatcher.open(file.toFile(), exchange);
        RowMessages rows = exchange.getProperty(RowMessages.PROPERTY, RowMessages.class);
        rows.next();
        assertThat(hold.state()).isPresent();
        dispatcher.sent(rows);

        assertThat(hold.state()).isEmpty();
        dispatcher.close(rows);
    }
}
