package org.plumelookup.batch.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.plumelookup.disk.AtomicFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what happened in the time of a batch, over all of its runs, in {@code .timeline.jsonl}: a line every
 * {@value #EVERY} ms. Above {@value #MOST} slices neighbours become one, and again, so that neither memory nor file
 * grows with the time. A line that was cut off by a crash does not count. Used by one thread at a time.
 */
final class Timeline {
    /** Length of a new slice, in milliseconds; a crash costs at most so much of the record. */
    static final long EVERY = 10_000;

    static final int MOST = 720;

    private static final String FILE = ".timeline.jsonl";
    private static final Logger LOG = LoggerFactory.getLogger(Timeline.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private List<TimeSlice> slices = new ArrayList<>();
    private long length = EVERY;
    private int lines;

    /** Reads what earlier runs have kept; what cannot be read is missing in the report, and stops nothing. */
    Timeline(Path folder) {
        this.file = folder.resolve(FILE);
        try {
            // The last line can be cut off, also within a letter; then the next slice writes the file anew.
            String text = Files.exists(file) ? new String(Files.readAllBytes(file), StandardCharsets.UTF_8) : "\n";
            text.lines().forEach(this::read);
            lines = text.endsWith("\n") ? lines : 2 * MOST;
        } catch (IOException e) {
            LOG.warn("The report of the batch lacks its earlier runs: {}", e.toString());
        }
    }

    private void read(String line) {
        lines++;
        try {
            TimeSlice slice = JSON.readValue(line, TimeSlice.class);
            if (slice != null && slice.millis() != null) {
                keep(slice);
            }
        } catch (JsonProcessingException e) {
            // cut off by a crash
        }
    }

    /** Returns all slices, the first one first. */
    List<TimeSlice> slices() {
        return List.copyOf(slices);
    }

    /** Adds a slice, which is after all others. */
    void add(TimeSlice slice) throws IOException {
        keep(slice);
        if (lines >= 2 * MOST) {
            AtomicFile.write(file, out -> {
                for (TimeSlice kept : slices) {
                    out.write(line(kept));
                }
            });
            lines = slices.size();
        } else {
            append(ByteBuffer.wrap(line(slice)));
            lines++;
        }
    }

    private void append(ByteBuffer line) throws IOException {
        try (FileChannel end = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            while (line.hasRemaining()) {
                end.write(line);
            }
        }
    }

    private static byte[] line(TimeSlice slice) throws JsonProcessingException {
        return (JSON.writeValueAsString(slice) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private void keep(TimeSlice slice) {
        append(slices, slice);
        while (slices.size() > MOST) {
            length *= 2;
            List<TimeSlice> fewer = new ArrayList<>();
            slices.forEach(one -> append(fewer, one));
            slices = fewer;
        }
    }

    /** Adds a slice to the last one, if both are no longer than one may be, pauses between included. */
    private void append(List<TimeSlice> to, TimeSlice slice) {
        TimeSlice last = to.isEmpty() ? null : to.get(to.size() - 1);
        if (last != null && slice.to() - last.from() <= length + length / 10) {
            to.set(to.size() - 1, last.and(slice));
        } else {
            to.add(slice);
        }
    }
}
