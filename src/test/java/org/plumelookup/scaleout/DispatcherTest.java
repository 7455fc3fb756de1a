package org.plumelookup.scaleout;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumelookup.batch.BatchSettings;
import org.plumelookup.batch.FileExchange;
import org.plumelookup.batch.inbox.Inbox;
import org.plumelookup.batch.input.RowSettings;
import org.plumelookup.resilience.CircuitBreaker;
import org.plumelookup.resilience.HoldCause;

/** Rows go on to the queue after a hold, and end it. */
class DispatcherTest {
    private final DefaultCamelContext context = new DefaultCamelContext();

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        context.stop();
    }

    @Test
    void theFirstRowThatIsInTheQueueEndsAHold() throws Exception {
        Path file = Files.writeString(folder.resolve("accounts.txt"), "A1\n");
        CircuitBreaker results = new CircuitBreaker(null, () -> {});
        Dispatcher dispatcher = new Dispatcher(
                new BatchSettings(
                        folder.resolve("inbox"),
                        folder.resolve("outbox"),
                        new RowSettings("accountId", StandardCharsets.UTF_8),
                        1),
                new Inbox(results, folder.resolve("outbox")),
                results);
        context.start();
        Exchange exchange = new DefaultExchange(context);
        results.open(results.acquire(), HoldCause.RESULTS, "the queue takes nothing", Duration.ZERO);

        dispatcher.open(file.toFile(), exchange);
        RowDispatch rows = exchange.getProperty(RowDispatch.PROPERTY, RowDispatch.class);
        rows.next();
        assertThat(results.isOpen()).isTrue();
        CircuitBreaker.Permit permit = exchange.getProperty(FileExchange.PERMIT, CircuitBreaker.Permit.class);
        dispatcher.sent(rows, permit);

        assertThat(results.isOpen()).isFalse();
        dispatcher.close(rows, permit);
    }
}
