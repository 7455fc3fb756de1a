package org.plumelookup.batch;

import java.nio.file.Path;
import java.util.Locale;

/** Signals that another run processes the same batch, or that only a later version can, and gets the file. */
public final class BatchBusyException extends Exception {
    private static final long serialVersionUID = 1L;

    BatchBusyException(Path folder) {
        super(String.format(Locale.ROOT, "Another run works on %s: wait for it, or stop it.", folder));
    }

    BatchBusyException(NewerFormatException cause) {
        super(cause.getMessage(), cause);
    }
}
