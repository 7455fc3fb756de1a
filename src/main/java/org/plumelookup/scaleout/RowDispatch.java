package org.plumelookup.scaleout;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultMessage;
import org.plumelookup.api.LookupRequest;
import org.plumelookup.batch.BatchBusyException;
import org.plumelookup.batch.BatchRefusedException;
import org.plumelookup.batch.BatchSettings;
import org.plumelookup.batch.BatchUnfinishedException;
import org.plumelookup.batch.RowJson;
import org.plumelookup.batch.UnsentRows;
import org.plumelookup.batch.inbox.Inbox;

/**
 * Returns the rows of one input file as messages for the request queue, from the first row that was not sent yet to the
 * first that cannot be sent. Used by one thread.
 */
final class RowDispatch implements Iterator<Message>, AutoCloseable {
    /** Name of the exchange property that holds it. */
    static final String PROPERTY = "plumeRowMessages";

    /** Name of the header by which an Artemis broker detects a duplicate. */
    static final String DUPLICATE_ID = "_AMQ_DUPL_ID";

    private final CamelContext context;
    private final Path file;
    private final UnsentRows rows;
    private long returned;
    private long sent;
    private DispatchCheckpoint recorded;
    private Exception fault;

    private RowDispatch(CamelContext context, Path file, UnsentRows rows, DispatchCheckpoint recorded) {
        this.context = context;
        this.file = file;
        this.rows = rows;
        this.recorded = recorded;
        this.returned = recorded.count();
        this.sent = returned;
    }

    /**
     * Opens a file whose rows are to be sent.
     *
     * @param context of the messages
     * @param file the input
     * @param settings outbox, and how files are read
     * @param whole returns whether a last row without a line end is sent too; asked after the file was scanned
     * @throws BatchRefusedException if the file cannot be processed
     * @throws BatchBusyException if another process sends it
     */
    static RowDispatch open(CamelContext context, Path file, BatchSettings settings, BooleanSupplier whole)
            throws IOException, BatchRefusedException, BatchBusyException {
        UnsentRows rows = UnsentRows.claim(file, settings);
        try {
            return new RowDispatch(context, file, rows, begun(rows, whole));
        } catch (IOException | RuntimeException e) {
            rows.close();
            throw e;
        }
    }

    private static DispatchCheckpoint begun(UnsentRows rows, BooleanSupplier whole) throws IOException {
        boolean isNew = !DispatchCheckpoint.existsIn(rows.folder());
        DispatchCheckpoint before = isNew
                ? DispatchCheckpoint.none().upTo(rows.isComplete() ? rows.total() : 0)
                : DispatchCheckpoint.read(rows.folder());
        rows.begin(before.count(), whole);
        if (isNew && !rows.isComplete()) {
            before.write(rows.folder());
        }
        return before;
    }

    @Override
    public boolean hasNext() {
        return fault == null && rows.hasNext();
    }

    @Override
    public Message next() {
        LookupRequest row = rows.next();
        returned = row.row();
        RowId rowId = new RowId(rows.batch(), row.row());
        Message message = new DefaultMessage(context);
        message.setBody(RowJson.request(row));
        message.setHeader("JMSCorrelationID", rowId.toString());
        message.setHeader(DUPLICATE_ID, rowId + ":" + recorded.id());
        return message;
    }

    /** Records that the last returned row is safely in the queue. */
    void sent() throws IOException {
        sent = returned;
        if (sent - recorded.count() >= DispatchCheckpoint.EVERY) {
            recordSent();
        }
    }

    private void recordSent() throws IOException {
        DispatchCheckpoint now = recorded.upTo(sent);
        now.write(rows.folder());
        recorded = now;
    }

    /** Records that the last returned row could not be sent, so that no other is returned. */
    void notSent(Exception cause) {
        fault = cause;
    }

    /**
     * Moves the input if every row was sent; the collector completes the batch.
     *
     * @throws BatchUnfinishedException if a row could not be sent, the last one may be incomplete, or the input has
     *     changed meanwhile
     */
    void finish() throws IOException, BatchUnfinishedException {
        if (fault != null) {
            throw new BatchUnfinishedException(
                    String.format(
                            Locale.ROOT,
                            "%s is not sent: %d of %d rows are in the queue; %s. It goes on by itself.",
                            rows.name(),
                            sent,
                            rows.total(),
                            fault.getMessage()),
                    fault);
        }
        if (!rows.isComplete()) {
            recordSent();
        }
        rows.finish();
        Inbox.moveSent(file, rows.folder(), rows.isComplete());
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
