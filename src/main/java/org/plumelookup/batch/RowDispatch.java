package org.plumelookup.batch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import org.apache.camel.CamelContext;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultMessage;
import org.plumelookup.api.LookupRequest;

/**
 * Returns the rows of one input file as messages for the request queue, from the first row that was not sent yet to the
 * first that cannot be sent. Used by one thread.
 */
final class RowDispatch implements Iterator<Message>, AutoCloseable {
    /** Name of the exchange property that holds it. */
    static final String PROPERTY = "plumeRowMessages";

    /** Name of the header by which an Artemis broker detects a duplicate. */
    static final String DUPLICATE_ID = "_AMQ_DUPL_ID";

    /** Folder, in the inbox, of the inputs whose rows are all in the queue. */
    static final String SENT = ".sent";

    private final CamelContext context;
    private final Path file;
    private final BatchFolder folder;
    private final NumberedRows reader;
    private final long last;
    private long returned;
    private long sent;
    private DispatchCheckpoint recorded;
    private Exception fault;

    private RowDispatch(
            CamelContext context,
            Path file,
            BatchFolder folder,
            NumberedRows reader,
            DispatchCheckpoint recorded,
            boolean whole) {
        this.context = context;
        this.file = file;
        this.folder = folder;
        this.reader = reader;
        this.recorded = recorded;
        this.last = whole ? folder.input().rows() : reader.lastSettled();
    }

    /**
     * Opens a file whose rows are to be sent.
     *
     * @param context of the messages
     * @param file the input
     * @param settings outbox, and how files are read
     * @param whole whether a last row without a line end is sent too
     * @throws BatchRefusedException if the file cannot be processed
     * @throws BatchBusyException if another process sends it
     */
    static RowDispatch open(CamelContext context, Path file, BatchSettings settings, boolean whole)
            throws IOException, BatchRefusedException, BatchBusyException {
        BatchFolder folder = FolderClaim.of(file, settings, BatchFolder.ROWS);
        try {
            DispatchCheckpoint recorded = recorded(folder);
            RowDispatch rows = new RowDispatch(context, file, folder, folder.rows(), recorded, whole);
            rows.skipSent();
            return rows;
        } catch (IOException | RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    private static DispatchCheckpoint recorded(BatchFolder folder) throws IOException {
        DispatchCheckpoint before = DispatchCheckpoint.existsIn(folder.path())
                ? DispatchCheckpoint.read(folder.path())
                : DispatchCheckpoint.none()
                        .upTo(folder.isComplete() ? folder.input().rows() : 0);
        folder.prepare(row -> row <= before.count());
        if (!folder.isComplete() && !DispatchCheckpoint.existsIn(folder.path())) {
            before.write(folder.path());
        }
        return before;
    }

    private void skipSent() throws IOException {
        try {
            while (reader.nextNumber() <= recorded.count() && reader.hasNext()) {
                reader.next();
            }
        } catch (RuntimeException e) {
            reader.close();
            throw e;
        }
        returned = recorded.count();
        sent = returned;
    }

    @Override
    public boolean hasNext() {
        return fault == null && returned < last && reader.hasNext();
    }

    @Override
    public Message next() {
        LookupRequest row = RowJson.limited(reader.next());
        returned = row.row();
        RowId rowId = new RowId(folder.id(), row.row());
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
        now.write(folder.path());
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
                            folder.input().name(),
                            sent,
                            folder.input().rows(),
                            fault.getMessage()),
                    fault);
        }
        if (!folder.isComplete()) {
            recordSent();
        }
        if (last < folder.input().rows()) {
            throw new BatchUnfinishedException(Batch.heldBack(folder.input().name()), null);
        }
        if (!folder.isInput(file) && !folder.isOnlyTouched(file)) {
            throw new BatchUnfinishedException(
                    String.format(
                            Locale.ROOT,
                            "%s has changed while its rows were sent: %d of the %d that it had are in the queue.",
                            file,
                            sent,
                            folder.input().rows()),
                    null);
        }
        String name = folder.path().getFileName().toString();
        new Filing(file, folder.isComplete() ? Inbox.DONE : SENT, name, null).run();
    }

    @Override
    public void close() throws IOException {
        try (folder) {
            reader.close();
        }
    }
}
