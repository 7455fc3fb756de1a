package org.plumelookup.http;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/** Counts the requests that were sent since the start, by the status of their answer. Thread-safe. */
public final class CallCounters {
    /** Stands for the status if there was no usable answer. */
    public static final String NONE = "none";

    private static final String OTHER = "other"; // a server can send any number

    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();
    private final List<CallListener> listeners = new CopyOnWriteArrayList<>();

    /**
     * Counts a request.
     *
     * @param status of the answer; null if there was none
     * @param nanos how long it took
     */
    void add(Integer status, long nanos) {
        String label = status == null ? NONE : status >= 100 && status <= 599 ? status.toString() : OTHER;
        counts.computeIfAbsent(label, key -> new LongAdder()).increment();
        listeners.forEach(listener -> listener.called(label, nanos));
    }

    /** Lets a listener hear of every request from now on. */
    public void addListener(CallListener listener) {
        listeners.add(listener);
    }

    /** Lets a listener hear of none any more. */
    public void removeListener(CallListener listener) {
        listeners.remove(listener);
    }

    /** Lists the statuses that occurred, such as {@code 200=12, none=3}. */
    @Override
    public String toString() {
        return new TreeMap<>(counts)
                .entrySet().stream()
                        .map(count -> count.getKey() + "=" + count.getValue())
                        .collect(Collectors.joining(", "));
    }
}
