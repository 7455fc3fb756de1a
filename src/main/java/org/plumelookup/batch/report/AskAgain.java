package org.plumelookup.batch.report;

import java.nio.file.Path;

/** Names the command that asks again what a batch has not found: its failures are an input. */
final class AskAgain {
    private AskAgain() {}

    /** Returns the command for a shell, whatever the name of the folder is. */
    static String command(Path folder) {
        String path = folder.resolve("errors.jsonl").toString();
        boolean plain = path.matches("[A-Za-z0-9_./:][A-Za-z0-9_./:-]*");
        return "plume-lookup file " + (plain ? path : "'" + path.replace("'", "'\\''") + "'");
    }
}
