package org.plumelookup.batch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import org.plumelookup.api.LookupRequest;

/**
 * Returns the rows of an input file that other processes look up, without those that were sent before. While it is
 * open, no other process sends rows of the file, but one may write the results. Used by one thread.
 */
public final class UnsentRows implements Iterator<LookupRequest>, AutoCloseable {
    /**
     * Name of the file, in the folder of a batch, in which the sender records what it has sent. While it is there, no
     * process looks up the rows of the unfinished batch by itself.
     */
    public static final String CHECKPOINT = ".sent";

    private final Path file;
    private final BatchFolder folder;
    private NumberedRows reader;
    private long last;
    private long returned;

    private UnsentRows(Path file, BatchFolder folder) {
        this.file = file;
        this.folder = folder;
    }

    /**
     * Claims a file whose rows are to be sent. It has no rows before {@link #begin}.
     *
     * @param file the input
     * @param settings outbox, and how files are read
     * @return the claim, to be closed
     * @throws BatchRefusedException if the file cannot be processed
     * @throws BatchBusyException if another process sends it
     */
    public static UnsentRows claim(Path file, BatchSettings settings)
            throws IOException, BatchRefusedException, BatchBusyException {
        return new UnsentRows(file, FolderClaim.of(file, settings, BatchFolder.ROWS_LOCK));
    }

    /**
     * Records the input in the folder of its batch, and skips the rows that were sent before.
     *
     * @param sent number of the last row that was sent before; 0 if none was
     * @param whole returns whether a last row without a line end is sent too; asked after the file was scanned
     */
    public void begin(long sent, BooleanSupplier whole) throws IOException {
        folder.prepare(row -> row <= sent);
        reader = folder.rows();
        last = whole.getAsBoolean() ? folder.input().rows() : reader.lastSettled();
        while (reader.nextNumber() <= sent && reader.hasNext()) {
            reader.next();
        }
        returned = sent;
    }

    @Override
    public boolean hasNext() {
        return returned < last && reader.hasNext();
    }

    @Override
    public LookupRequest next() {
        LookupRequest row = RowJson.limited(reader.next());
        returned = row.row();
        return row;
    }

    /** Returns the unique ID of the batch. */
    public String batch() {
        return folder.id();
    }

    /** Returns the folder of the batch. */
    public Path folder() {
        return folder.path();
    }

    /** Returns the name of the input. */
    public String name() {
        return folder.input().name();
    }

    /** Returns the number of rows of the input, sent or not. */
    public long total() {
        return folder.input().rows();
    }

    /** Returns whether every row of the input has been answered. */
    public boolean isComplete() throws IOException {
        return folder.isComplete();
    }

    /**
     * Ends the sending, because every row that was returned is sent.
     *
     * @throws BatchUnfinishedException if the last row may be incomplete, or the input has changed meanwhile
     */
    public void finish() throws IOException, BatchUnfinishedException {
        if (last < total()) {
            throw new BatchUnfinishedException(BatchRun.heldBack(name()), null);
        }
        if (!folder.isInput(file) && !folder.isOnlyTouched(file)) {
            throw new BatchUnfinishedException(
                    String.format(
                            Locale.ROOT,
                            "%s has changed while its rows were sent: %d of the %d that it had are in the queue.",
                            file,
                            returned,
                            total()),
                    null);
        }
    }

    @Override
    public void close() throws IOException {
        try (folder) {
            if (reader != null) {
                reader.close();
            }
        }
    }
}
