package org.plumelookup.flow.batch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.apache.camel.Exchange;
import org.apache.camel.SafeCopyProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.plumelookup.api.LookupRequest;
import org.plumelookup.batch.Summary;
import org.plumelookup.fake.FakePlume;
import org.plumelookup.fake.Stats;
import org.plumelookup.lookup.ChannelMessages;
import org.plumelookup.support.Flow;
import org.plumelookup.support.LogCapture;

/** Counts what a row of a batch costs, by what neither a busy machine nor another test changes. */
@ResourceLock(value = LogCapture.LOG, mode = ResourceAccessMode.READ) // each line of a lower level is memory
class CostOfARowTest {
    private static final int ROWS = 1000;
    private static final int CONCURRENCY = 8;
    private static final Duration FORCED_EVERY = Duration.ofMillis(400);
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @TempDir
    private Path folder;

    private final FakePlume plume = new FakePlume();
    private Flow flow;

    @BeforeEach
    void answerTheFirstRowsWhichAreDearerThanTheOthers() {
        flow = Flow.start(plume, folder.resolve("outbox"), "plume.concurrency", String.valueOf(CONCURRENCY));
        flow.batch(rows("first", 100));
    }

    @AfterEach
    void close() {
        flow.close();
        plume.close();
    }

    @Test
    void aRowCostsOneCallOneCopyOfTheExchangeAndSoMuchMemory() {
        Path file = rows("rows", ROWS);
        Stats before = plume.stats();
        AtomicInteger copies = new AtomicInteger();
        long allocated = allocated();

        Summary summary = batch(file, new CountedCopies(copies));

        assertThat(summary.outcomes()).containsEntry("found", (long) ROWS);
        assertThat((allocated() - allocated) / ROWS)
                .as("bytes allocated for a row")
                .isBetween(1L, 60_000L);
        assertThat(copies).hasValue(ROWS + 2); // the splitter takes two to begin with
        assertThat(plume.stats().searches() - before.searches()).isEqualTo(ROWS);
        assertThat(plume.stats().logIns()).isEqualTo(1);
        assertThat(ids()).hasSize(CONCURRENCY + 1);
    }

    @Test
    void rowsAreForcedToDiskByTheClock() throws Exception {
        Path file = rows("rows", ROWS);
        long begun = System.nanoTime();
        long forces;
        try (Recording recording = new Recording()) {
            recording.enable("jdk.FileForce").withThreshold(Duration.ZERO);
            recording.start();
            batch(file, new CountedCopies(new AtomicInteger()));
            recording.stop();
            forces = forces(recording);
        }
        long ticks = (System.nanoTime() - begun) / FORCED_EVERY.toNanos();

        assertThat(forces).isBetween(1L, 2 * ticks + 20); // two ledgers, and the last files
    }

    @Test
    void anOutcomeIsWrittenAsJsonOnceHoweverManyReceiversItHas() {
        AtomicInteger written = new AtomicInteger();
        ObjectNode row = JsonNodeFactory.instance.objectNode().putPOJO("counted", new CountedValue(written));
        Exchange exchange = flow.context()
                .createFluentProducerTemplate()
                .to("direct:plume-lookup")
                .withBody(new LookupRequest(1L, "A1", row, null))
                .send();

        assertThat(exchange.getException()).isNull();
        assertThat(ChannelMessages.documents(exchange)).hasSize(1);
        assertThat(written).hasValue(1);
    }

    private Path rows(String name, int count) {
        return Flow.file(folder.resolve(name), IntStream.range(0, count).mapToObj(i -> name + i));
    }

    private Summary batch(Path file, CountedCopies copies) {
        Exchange exchange = flow.template().request("direct:plume-batch", batch -> {
            batch.getMessage().setBody(file.toFile());
            batch.getExchangeExtension().setSafeCopyProperty("copies", copies);
        });
        return exchange.getMessage().getBody(Summary.class);
    }

    /** Returns how much the threads of the flow, and this one, which reads the rows, have allocated so far. */
    private long allocated() {
        return Arrays.stream(THREADS.getThreadAllocatedBytes(ids())).sum() + THREADS.getCurrentThreadAllocatedBytes();
    }

    private long[] ids() {
        String ofFlow = "(" + flow.context().getName() + ")";
        return Arrays.stream(THREADS.getThreadInfo(THREADS.getAllThreadIds()))
                .filter(thread -> thread != null && thread.getThreadName().contains(ofFlow))
                .mapToLong(thread -> thread.getThreadId())
                .toArray();
    }

    private long forces(Recording recording) throws IOException {
        Path events = folder.resolve("events.jfr");
        recording.dump(events);
        return RecordingFile.readAllEvents(events).stream()
                .filter(this::isOfOutbox)
                .count();
    }

    private boolean isOfOutbox(RecordedEvent event) {
        return event.getString("path").startsWith(folder.resolve("outbox").toString());
    }

    /** Counts how often the exchange that has it is copied. */
    private record CountedCopies(AtomicInteger count) implements SafeCopyProperty {
        @Override
        public CountedCopies safeCopy() {
            count.incrementAndGet();
            return this;
        }
    }

    /** Counts how often it is written as JSON. */
    private record CountedValue(AtomicInteger count) {
        @JsonValue
        int write() {
            return count.incrementAndGet();
        }
    }
}
