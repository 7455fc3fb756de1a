package org.plumelookup.batch;

import java.nio.file.Path;
import org.plumelookup.config.Keys;

/**
 * Says how files are read and where their results go.
 *
 * @param inbox folder of the input files
 * @param outbox folder of the result folders
 * @param column name of the account ID's column in a CSV file
 * @param concurrency rows looked up side by side
 */
record BatchSettings(Path inbox, Path outbox, String column, int concurrency) {

    static BatchSettings from(Keys keys) {
        return new BatchSettings(
                Path.of(keys.required("plume.file.inbox")),
                Path.of(keys.required("plume.file.outbox")),
                keys.required("plume.file.column"),
                keys.number("plume.concurrency", 1, 1000));
    }
}
