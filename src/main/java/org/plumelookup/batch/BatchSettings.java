package org.plumelookup.batch;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.Path;
import org.plumelookup.batch.rows.RowSettings;
import org.plumelookup.config.Keys;

/**
 * Holds how files are read and where their results go.
 *
 * @param inbox folder of the input files
 * @param outbox folder of the result folders
 * @param rows how input files are read
 * @param concurrency rows looked up side by side
 */
record BatchSettings(Path inbox, Path outbox, RowSettings rows, int concurrency) {

    static BatchSettings from(Keys keys) {
        return new BatchSettings(
                Path.of(keys.required("plume.file.inbox")),
                Path.of(keys.required("plume.file.outbox")),
                new RowSettings(keys.required("plume.file.column"), encoding(keys)),
                keys.number("plume.concurrency", 1, 1000));
    }

    private static Charset encoding(Keys keys) {
        String name = keys.required("plume.file.encoding");
        try {
            return Charset.forName(name.trim());
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw keys.broken(
                    "plume.file.encoding",
                    name,
                    "must be the name of an encoding that this Java knows, such as UTF-8 or windows-1252");
        }
    }
}
