package org.plumelookup.batch.report;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.LongSupplier;
import org.plumelookup.observe.ActivityMeter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records the time of one run of a batch. A record that cannot be written is no reason to stop. Thread-safe. */
public final class TimelineRecorder implements AutoCloseable {
    /** How often it is to look at what happens. */
    public static final long SAMPLE_MILLIS = 100;

    private static final Logger LOG = LoggerFactory.getLogger(TimelineRecorder.class);

    private final Timeline timeline;
    private final ActivityMeter meter;
    private final LongSupplier answered;
    private long from = Instant.now().toEpochMilli();
    private long begun = System.nanoTime();
    private long answeredBefore;
    private boolean closed;

    /**
     * Begins a run.
     *
     * @param folder folder of the batch
     * @param meter measures from now on; closed with this one
     * @param answered returns how many rows of the batch are answered
     */
    public TimelineRecorder(Path folder, ActivityMeter meter, LongSupplier answered) {
        this.timeline = new Timeline(folder);
        this.meter = meter;
        this.answered = answered;
        this.answeredBefore = answered.getAsLong();
        write(); // so that the time before a kill counts as not at work
    }

    /** Looks at what happens now, and writes a slice if it is long enough. */
    public synchronized void sample() {
        if (closed) {
            return;
        }
        meter.sample();
        if (System.nanoTime() - begun >= Timeline.EVERY * 1_000_000) {
            write();
        }
    }

    private void write() {
        ActivityMeter.Reading seen = meter.read();
        long now = Instant.now().toEpochMilli();
        long rows = answered.getAsLong();
        TimeSlice slice = new TimeSlice(
                from,
                now,
                rows - answeredBefore,
                seen.calls(),
                seen.responses(),
                seen.responseMillis(),
                seen.slowestMillis(),
                seen.millis());
        from = now;
        begun = System.nanoTime();
        answeredBefore = rows;
        try {
            timeline.add(slice);
        } catch (IOException e) {
            LOG.debug("The report of the batch lacks some seconds: {}", e.toString());
        }
    }

    /** Writes what happened since the last slice, and ends the run. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            meter.close();
            write();
        }
    }
}
