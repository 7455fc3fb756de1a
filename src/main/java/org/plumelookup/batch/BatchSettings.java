package org.plumelookup.batch;

import java.io.File;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

    private static final String INBOX = "plume.file.inbox";
    // What the file component does not take as it stands: it is decoded, cut off, evaluated or taken for a slash.
    private static final Pattern NO_DIRECTORY =
            Pattern.compile("%\\p{XDigit}{2}|[?]|[$](simple)?[{]" + (File.separatorChar == '/' ? "|\\\\" : ""));

    static BatchSettings from(Keys keys) {
        return new BatchSettings(
                inbox(keys),
                path(keys, "plume.file.outbox"),
                keys.required("plume.file.column"),
                keys.number("plume.concurrency", 1, 1000));
    }

    private static Path inbox(Keys keys) {
        String inbox = keys.required(INBOX);
        Matcher broken = NO_DIRECTORY.matcher(inbox);
        if (broken.find()) {
            throw keys.broken(INBOX, inbox, "must be a path without " + broken.group());
        }
        return path(keys, INBOX);
    }

    private static Path path(Keys keys, String key) {
        String path = keys.required(key);
        try {
            return Path.of(path);
        } catch (InvalidPathException e) {
            throw keys.broken(key, path, "must be a path of this machine (" + e.getReason() + ")");
        }
    }
}
