package org.plumelookup.scaleout;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.plumelookup.batch.DamagedFileException;
import org.plumelookup.batch.UnsentRows;
import org.plumelookup.disk.AtomicFile;

/**
 * Records how many rows of a batch are safely in the request queue. Written only now and then, because the broker drops
 * recent duplicates.
 *
 * @param count number of rows, from the first of the file
 * @param id unique, so that the broker does not take the rows for duplicates of an earlier batch of the same file whose
 *     folder was moved away
 */
record DispatchCheckpoint(long count, String id) {
    /** Maximum number of rows that are sent again after a crash; the broker has to remember more than that. */
    static final int EVERY = 1000;

    /** Returns the checkpoint of a batch of which no row was sent. */
    static DispatchCheckpoint none() {
        return new DispatchCheckpoint(0, UUID.randomUUID().toString());
    }

    /** Returns whether a folder has a checkpoint: the rows of its batch go through a queue. */
    static boolean existsIn(Path folder) {
        return Files.exists(folder.resolve(UnsentRows.CHECKPOINT));
    }

    static DispatchCheckpoint read(Path folder) throws IOException {
        Path file = folder.resolve(UnsentRows.CHECKPOINT);
        String text = Files.readString(file).strip();
        if (!text.matches("\\d{1,18} \\S+")) {
            throw new DamagedFileException(
                    file,
                    "it has to be a number of rows and an ID, such as 1000 and a UUID",
                    "Restore it from a backup, or delete it: all rows are sent again, and those that are answered"
                            + " already are asked again, but not written again. Then start again.");
        }
        String[] words = text.split(" ");
        return new DispatchCheckpoint(Long.parseLong(words[0]), words[1]);
    }

    /** Returns the checkpoint after more rows. */
    DispatchCheckpoint upTo(long rows) {
        return new DispatchCheckpoint(rows, id);
    }

    void write(Path folder) throws IOException {
        AtomicFile.write(
                folder.resolve(UnsentRows.CHECKPOINT),
                out -> out.write((count + " " + id).getBytes(StandardCharsets.UTF_8)));
    }
}
