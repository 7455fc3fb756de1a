package org.plumelookup.batch;

import java.io.File;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.plumelookup.batch.input.RowSettings;
import org.plumelookup.batch.report.ReportSettings;
import org.plumelookup.settings.Settings;

/**
 * Holds how files are read and where their results go.
 *
 * @param inbox folder of the input files
 * @param outbox folder of the result folders
 * @param rows how input files are read
 * @param concurrency rows looked up at the same time
 * @param csvBom whether CSV files begin with a byte order mark, also if the input does not
 * @param report what the report says of the program
 */
public record BatchSettings(
        Path inbox, Path outbox, RowSettings rows, int concurrency, boolean csvBom, ReportSettings report) {

    private static final String INBOX = "plume.file.inbox";
    // What the file component changes in a path: it decodes, cuts off, evaluates, or converts to a slash.
    private static final Pattern NO_DIRECTORY =
            Pattern.compile("%\\p{XDigit}{2}|[?]|[$](simple)?[{]" + (File.separatorChar == '/' ? "|\\\\" : ""));

    /** Creates settings with nothing to say of the program. */
    public BatchSettings(Path inbox, Path outbox, RowSettings rows, int concurrency) {
        this(inbox, outbox, rows, concurrency, false, ReportSettings.NONE);
    }

    /**
     * Reads the settings.
     *
     * @param keys all settings
     * @return those of files
     */
    public static BatchSettings from(Settings keys) {
        return new BatchSettings(
                inbox(keys),
                path(keys, "plume.file.outbox"),
                new RowSettings(keys.required("plume.file.column"), encoding(keys)),
                keys.number("plume.concurrency", 1, 1000),
                keys.bool("plume.file.csv-bom"),
                ReportSettings.from(keys));
    }

    private static Charset encoding(Settings keys) {
        String name = keys.required("plume.file.encoding");
        try {
            return Charset.forName(name.trim());
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw keys.broken(
                    "plume.file.encoding",
                    name,
                    "must be the name of an encoding that this JVM supports, such as UTF-8 or windows-1252");
        }
    }

    private static Path inbox(Settings keys) {
        String inbox = keys.required(INBOX);
        Matcher broken = NO_DIRECTORY.matcher(inbox);
        if (broken.find()) {
            throw keys.broken(INBOX, inbox, "must be a path without " + broken.group());
        }
        return path(keys, INBOX);
    }

    private static Path path(Settings keys, String key) {
        String path = keys.required(key);
        try {
            return Path.of(path);
        } catch (InvalidPathException e) {
            throw keys.broken(key, path, "must be a valid path on this machine (" + e.getReason() + ")");
        }
    }
}
