package org.plumelookup.scaleout;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.plumelookup.batch.BatchRefusedException;

/**
 * Identifies a row of a batch in a correlation ID, {@code NAME-FINGERPRINT:ROW}.
 *
 * @param batch ID of the batch
 * @param row number of the row, from 1
 */
record RowId(String batch, long row) {
    private static final Pattern FORM = Pattern.compile("([^/\\\\]+)-([0-9a-f]{8}):([1-9][0-9]{0,17})");

    /**
     * Parses a correlation ID, which comes from outside.
     *
     * @throws BatchRefusedException if it is not the ID of a row
     */
    static RowId of(String correlationId) throws BatchRefusedException {
        Matcher matcher = FORM.matcher(correlationId == null ? "" : correlationId);
        if (!matcher.matches() || matcher.group(1).matches("\\.+")) {
            throw new BatchRefusedException(
                    "An outcome has a correlation ID that names no row of a batch. It was not sent by a worker for"
                            + " plume-dispatch.");
        }
        return new RowId(matcher.group(1) + "-" + matcher.group(2), Long.parseLong(matcher.group(3)));
    }

    /** Returns the folder of the batch, which may be missing. */
    Path folder(Path outbox) {
        return outbox.resolve(batch.substring(0, batch.length() - 9));
    }

    @Override
    public String toString() {
        return batch + ":" + row;
    }
}
