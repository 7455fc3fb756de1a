package org.plumelookup.batch;

import java.io.File;
import java.io.FileFilter;
import java.io.IOException;
import org.apache.camel.Exchange;

/** Names what the route that brings a file says of it, in properties of the exchange. */
public final class FileExchange {
    /** Name of the property with the permit of the circuit breaker of the results. */
    public static final String PERMIT = "plumeResultsPermit";

    /**
     * Name of the property with a {@link FileFilter} that accepts a file that has not changed for {@value #LONG_REST}
     * times {@code plume.file.rest}; there is none if nobody watches the file.
     */
    public static final String REST = "plumeFileRest";

    /** Factor for the rest of a file whose last row may be incomplete, or that is to be refused. */
    public static final int LONG_REST = 10;

    private FileExchange() {}

    /**
     * Returns whether a file is read to its end: it has rested long enough, or is not watched.
     *
     * @param file the file
     * @param exchange that brought it
     */
    public static boolean isWhole(File file, Exchange exchange) {
        FileFilter rest = exchange.getProperty(REST, FileFilter.class);
        return rest == null || rest.accept(file);
    }

    /**
     * Checks again that the file of a complete batch is the one that was answered; does nothing if it is gone.
     *
     * @param exchange that brought it
     * @throws BatchUnfinishedException if it was replaced while the last files of the batch were written
     */
    public static void checkInput(Exchange exchange) throws IOException, BatchUnfinishedException {
        exchange.getProperty(BatchRun.PROPERTY, BatchRun.class).checkInput();
    }
}
