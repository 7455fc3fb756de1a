package org.plumelookup.source;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.BooleanSupplier;
import org.plumelookup.api.LookupRequest;
import org.plumelookup.batch.input.Line;
import org.plumelookup.batch.input.Lines;
import org.plumelookup.resilience.CircuitBreakers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The account IDs to look up at every tick: those of the configuration, then those of a file, which is read at each
 * tick, line by line. Used by one tick at a time.
 */
public final class WatchList {
    private static final Logger LOG = LoggerFactory.getLogger(WatchList.class);
    private static final String MARK = "\uFEFF";

    private final List<String> ids;
    private final Path file;
    private final CircuitBreakers breakers;
    private final BooleanSupplier stopping;
    private boolean missing;

    /**
     * Creates a list.
     *
     * @param ids account IDs separated by commas; white space around each is ignored
     * @param file a file with one account ID per line, each taken exactly; null for none
     * @param breakers no entry is read while they suspend calls
     * @param stopping returns whether the program stops
     */
    WatchList(String ids, Path file, CircuitBreakers breakers, BooleanSupplier stopping) {
        this.ids = Arrays.stream(ids.split(","))
                .map(String::strip)
                .filter(id -> !id.isEmpty())
                .toList();
        this.file = file;
        this.breakers = breakers;
        this.stopping = stopping;
    }

    /** Opens the list; a file that cannot be read is logged once, and read again at the next tick. */
    public Iterator<Object> accounts() {
        Lines lines = null;
        try {
            if (file != null) {
                lines = new Lines(Files.newInputStream(file));
                missing = false;
            }
        } catch (IOException e) {
            if (!missing) {
                LOG.warn(
                        "plume.timer.list = {} cannot be read ({}). It is retried at every tick.",
                        file,
                        e.getClass().getSimpleName());
            }
            missing = true;
        }
        return new PausableRows(new Entries(ids.iterator(), lines), breakers, stopping);
    }

    /** Iterates over the entries of one tick. */
    private static final class Entries implements Iterator<Object>, Closeable {
        private final Iterator<String> ids;
        private final Lines lines;
        private Object next;
        private boolean first = true;

        Entries(Iterator<String> ids, Lines lines) {
            this.ids = ids;
            this.lines = lines;
        }

        @Override
        public boolean hasNext() {
            if (next == null) {
                next = ids.hasNext() ? ids.next() : nextLine();
            }
            return next != null;
        }

        private Object nextLine() {
            if (lines == null) {
                return null;
            }
            try {
                Line line = lines.next();
                while (line != null && line.isBlank()) {
                    line = lines.next();
                }
                return line == null ? null : entry(line);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private Object entry(Line line) {
            String text = line.text();
            if (line.tooLong() || text == null) {
                String problem = line.tooLong() ? "The line is longer than 1 MB." : "The line is not UTF-8.";
                return new LookupRequest(
                        null, null, JsonNodeFactory.instance.objectNode().put("line", line.number()), problem);
            }
            boolean marked = first && text.startsWith(MARK);
            first = false;
            return marked ? text.substring(1) : text;
        }

        @Override
        public Object next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            Object given = next;
            next = null;
            return given;
        }

        @Override
        public void close() throws IOException {
            if (lines != null) {
                lines.close();
            }
        }
    }
}
