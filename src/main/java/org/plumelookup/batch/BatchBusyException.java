package org.plumelookup.batch;

import java.nio.file.Path;
import java.util.Locale;

/** Tells that another run works on the same batch; the file is left to it. */
public final class BatchBusyException extends Exception {
    private static final long serialVersionUID = 1L;

    BatchBusyException(Path folder) {
        super(String.format(Locale.ROOT, "Another run works on %s: wait for it, or stop it.", folder));
    }
}
