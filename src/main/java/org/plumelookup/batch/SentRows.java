package org.plumelookup.batch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Records how many rows of a batch are safely in the request queue. Written now and then only: the broker drops what is
 * sent a second time, if that is not too long ago.
 */
final class SentRows {
    /** So many rows at most are sent again after a crash; a broker has to remember more than that. */
    static final int EVERY = 1000;

    private static final String FILE = ".sent";

    private SentRows() {}

    /** Tells whether the rows of a batch go through a queue. */
    static boolean areIn(Path folder) {
        return Files.exists(folder.resolve(FILE));
    }

    static long read(Path folder) throws IOException {
        return areIn(folder)
                ? Long.parseLong(Files.readString(folder.resolve(FILE)).trim())
                : 0;
    }

    static void write(Path folder, long rows) throws IOException {
        WholeFile.write(
                folder.resolve(FILE), out -> out.write(Long.toString(rows).getBytes(StandardCharsets.UTF_8)));
    }
}
