package org.plumelookup.observe;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Lists the batches at work, and counts the answers written into ledgers since the start. Thread-safe. */
public final class RunningBatches {
    private final Map<Object, Running> running = new LinkedHashMap<>();
    private final LongAdder written = new LongAdder();
    private Consumer<List<Supplier<? extends BatchFigures>>> onChange = batches -> {};

    private record Running(Instant begun, Supplier<? extends BatchFigures> figures) {}

    /**
     * A batch at work.
     *
     * @param begun when this run of it began
     * @param figures how far it has come now
     */
    public record AtWork(Instant begun, BatchFigures figures) {}

    /**
     * Adds a batch.
     *
     * @param batch tells it from the others
     * @param figures asked whenever somebody looks, from any thread
     */
    public synchronized void add(Object batch, Supplier<? extends BatchFigures> figures) {
        running.put(batch, new Running(Instant.now(), figures));
        onChange.accept(now());
    }

    /** Removes a batch, if it is there. */
    public synchronized void remove(Object batch) {
        if (running.remove(batch) != null) {
            onChange.accept(now());
        }
    }

    /** Returns the batches at work, the one that was begun first at the beginning. */
    public synchronized List<Supplier<? extends BatchFigures>> now() {
        return running.values().stream()
                .<Supplier<? extends BatchFigures>>map(Running::figures)
                .toList();
    }

    /** Returns how far the batches at work have come, the one that was begun first at the beginning. */
    public List<AtWork> atWork() {
        List<Running> now;
        synchronized (this) {
            now = List.copyOf(running.values());
        }
        return now.stream()
                .map(batch -> new AtWork(batch.begun, batch.figures.get()))
                .toList();
    }

    /** Calls a listener with the batches now, and again whenever one begins or ends. */
    synchronized void onChange(Consumer<List<Supplier<? extends BatchFigures>>> listener) {
        onChange = listener;
        listener.accept(now());
    }

    /** Counts an answer that was written. */
    public void written() {
        written.increment();
    }

    /** Returns how many answers were written. */
    public long writes() {
        return written.sum();
    }
}
