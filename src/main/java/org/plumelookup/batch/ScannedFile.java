package org.plumelookup.batch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.plumelookup.api.LookupRequest;
import org.plumelookup.batch.input.FileScan;
import org.plumelookup.batch.input.RowReader;
import org.plumelookup.batch.input.RowSettings;
import org.plumelookup.batch.input.UnreadableFileException;

/**
 * Holds an input file as it was when it was scanned.
 *
 * @param path its path
 * @param modified when it was last modified, in milliseconds
 * @param key identity of the file in the file system; null if that has none
 * @param scan result of the scan of its content
 * @param settings how it is read
 */
record ScannedFile(Path path, long modified, Object key, FileScan scan, RowSettings settings) {

    /**
     * Scans a file.
     *
     * @throws BatchRefusedException if it cannot be read as a list of account IDs
     */
    static ScannedFile of(Path file, RowSettings settings) throws IOException, BatchRefusedException {
        try {
            // A dangling link has no time; the scan says why it is refused.
            long modified = Files.exists(file) ? Files.getLastModifiedTime(file).toMillis() : 0;
            return new ScannedFile(file, modified, key(file), FileScan.of(file, settings), settings);
        } catch (UnreadableFileException e) {
            throw new BatchRefusedException(e.getMessage(), e);
        }
    }

    private static Object key(Path file) throws IOException {
        return Files.exists(file)
                ? Files.readAttributes(file, BasicFileAttributes.class).fileKey()
                : null;
    }

    /**
     * Returns whether the path still has this file: another one of the same size and time can have been moved there.
     */
    boolean isInPlace() throws IOException {
        return Objects.equals(key, key(path));
    }

    String name() {
        return path.getFileName().toString();
    }

    boolean sameContent(InputFingerprint other) {
        return scan.size() == other.size() && scan.fingerprint().equals(other.fingerprint());
    }

    /** Returns whether this is the same file, not a later copy of the same content. */
    boolean isUntouched(InputFingerprint other) {
        return sameContent(other) && modified == other.modified();
    }

    /** Returns whether this is a longer version of that file: it begins with the same bytes and the same rows. */
    boolean continues(InputFingerprint before) throws IOException {
        if (scan.size() <= before.size() || !before.isBeginningOf(path)) {
            return false;
        }
        FileScan beginning = beginning(before);
        return beginning.rows() == 0 || beginning.sameFormat(scan);
    }

    private FileScan beginning(InputFingerprint before) throws IOException {
        return FileScan.ofBeginning(path, before.size(), settings);
    }

    /** Opens the rows of this file, or of a shorter version of it, as they were in that version. */
    NumberedRows rowsOf(InputFingerprint before) throws IOException {
        return NumberedRows.of(
                sameContent(before) ? this : new ScannedFile(path, modified, key, beginning(before), settings), before);
    }

    /**
     * Finds the rows of a shorter version of this file that are no longer there: they were its end, without a line end,
     * and this file continues in the middle of the line.
     *
     * @return their numbers, ascending
     */
    List<Long> changedSince(InputFingerprint before) throws IOException {
        FileScan beginning = beginning(before);
        List<Long> changed = new ArrayList<>();
        if (beginning.settledRows() < beginning.rows()) {
            try (RowReader then = RowReader.open(path, settings, beginning);
                    RowReader now = RowReader.open(path, settings, scan)) {
                while (then.hasNext()) {
                    LookupRequest row = then.next();
                    boolean same = now.hasNext() && now.next().equals(row);
                    if (!same || !changed.isEmpty()) {
                        changed.add(before.number(row.row()));
                    }
                }
            }
        }
        return changed;
    }
}
