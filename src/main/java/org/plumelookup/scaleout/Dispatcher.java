package org.plumelookup.scaleout;

import java.io.File;
import java.io.IOException;
import java.util.Iterator;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Message;
import org.plumelookup.batch.BatchBusyException;
import org.plumelookup.batch.BatchRefusedException;
import org.plumelookup.batch.BatchSettings;
import org.plumelookup.batch.BatchUnfinishedException;
import org.plumelookup.batch.FileExchange;
import org.plumelookup.batch.inbox.Inbox;
import org.plumelookup.resilience.CircuitBreaker;

/**
 * Implements the steps of {@code routes/scale-out/plume-dispatch.camel.yaml}, which sends the rows of an input file to
 * a queue. A queue that accepts no row opens the circuit breaker. Thread-safe; the state of a file is on its exchange.
 */
final class Dispatcher {
    private final BatchSettings settings;
    private final Inbox inbox;
    private final CircuitBreaker results;

    Dispatcher(BatchSettings settings, Inbox inbox, CircuitBreaker results) {
        this.settings = settings;
        this.inbox = inbox;
        this.results = results;
    }

    /**
     * Opens an input file, as the trial if the circuit breaker is half-open.
     *
     * @throws BatchUnfinishedException if the circuit breaker is open, or the batch cannot be recorded
     */
    public void open(@Body File file, Exchange exchange)
            throws BatchRefusedException, BatchBusyException, BatchUnfinishedException {
        inbox.admit(file, exchange);
        try {
            exchange.setProperty(
                    RowDispatch.PROPERTY,
                    RowDispatch.open(
                            exchange.getContext(),
                            file.toPath(),
                            settings,
                            () -> FileExchange.isWhole(file, exchange)));
        } catch (IOException e) {
            throw BatchUnfinishedException.ofOpening(e, file.toPath(), settings, "it goes on by itself");
        }
    }

    /** Returns the messages to send. */
    public Iterator<Message> rows(@ExchangeProperty(RowDispatch.PROPERTY) RowDispatch rows) {
        return rows;
    }

    /** Records that a row is in the queue. */
    public void sent(
            @ExchangeProperty(RowDispatch.PROPERTY) RowDispatch rows,
            @ExchangeProperty(FileExchange.PERMIT) CircuitBreaker.Permit permit)
            throws IOException {
        rows.sent();
        results.success(permit);
    }

    /** Records that the queue rejected a row, so that no more are sent. */
    public void notSent(
            @ExchangeProperty(RowDispatch.PROPERTY) RowDispatch rows,
            @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception cause) {
        rows.notSent(cause);
    }

    /** Moves the input, if all of its rows were sent. */
    public void finish(
            @ExchangeProperty(RowDispatch.PROPERTY) RowDispatch rows,
            @ExchangeProperty(FileExchange.PERMIT) CircuitBreaker.Permit permit)
            throws IOException, BatchUnfinishedException {
        rows.finish();
        results.success(permit);
    }

    /** Closes the input, sent or not. */
    public void close(
            @ExchangeProperty(RowDispatch.PROPERTY) RowDispatch rows,
            @ExchangeProperty(FileExchange.PERMIT) CircuitBreaker.Permit permit)
            throws IOException {
        inbox.release(permit);
        if (rows != null) {
            rows.close();
        }
    }
}
