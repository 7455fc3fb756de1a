package org.plumelookup.batch;

import java.io.File;
import java.io.IOException;
import java.util.Iterator;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Message;
import org.plumelookup.budget.Hold;

/**
 * The steps of {@code routes/scale-out/plume-dispatch.camel.yaml}, which sends the rows of an input file to a queue. A
 * queue that takes none is a reason to hold. Thread-safe; what belongs to one file is on its exchange.
 */
final class Dispatcher {
    private final BatchSettings settings;
    private final Hold hold;

    Dispatcher(BatchSettings settings, Hold hold) {
        this.settings = settings;
        this.hold = hold;
    }

    /** Opens an input file, once no hold keeps it back. */
    public void open(@Body File file, Exchange exchange) throws IOException, BatchRefusedException, BatchBusyException {
        exchange.setProperty(RowMessages.PROPERTY, RowMessages.open(exchange.getContext(), file.toPath(), settings));
    }

    /** Gives the messages to send. */
    public Iterator<Message> rows(@ExchangeProperty(RowMessages.PROPERTY) RowMessages rows) {
        return rows;
    }

    /** Takes note that a row is in the queue. */
    public void sent(@ExchangeProperty(RowMessages.PROPERTY) RowMessages rows) throws IOException {
        rows.sent();
        hold.answered();
    }

    /** Ends the sending, because the queue does not take a row. */
    public void notSent(
            @ExchangeProperty(RowMessages.PROPERTY) RowMessages rows,
            @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception cause) {
        rows.notSent(cause);
    }

    /** Files the input, if all of its rows were sent. */
    public void finish(@ExchangeProperty(RowMessages.PROPERTY) RowMessages rows)
            throws IOException, BatchUnfinishedException {
        rows.finish();
        hold.answered();
    }

    /** Closes the input, sent or not. */
    public void close(@ExchangeProperty(RowMessages.PROPERTY) RowMessages rows) throws IOException {
        hold.leave();
        if (rows != null) {
            rows.close();
        }
    }
}
