package org.plumelookup.batch;

import java.util.BitSet;
import java.util.EnumMap;
import java.util.Map;
import org.plumelookup.api.Outcome;

/** Records which rows of a batch are answered, one bit per row, and counts the outcomes. Thread-safe. */
final class Ledger {
    private final BitSet answered = new BitSet();
    private final Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
    private long customers;
    private int rows;

    /**
     * Records a row as answered.
     *
     * @param row number of the row, from 1
     * @param outcome its outcome
     * @param records number of its customers, if found
     */
    synchronized void record(long row, Outcome outcome, int records) {
        answered.set(Math.toIntExact(row));
        outcomes.merge(outcome, 1L, Long::sum);
        customers += outcome == Outcome.FOUND ? records : 0;
        rows++;
    }

    synchronized boolean isAnswered(long row) {
        return answered.get(Math.toIntExact(row));
    }

    /** Returns how many rows are answered. */
    synchronized long rows() {
        return rows;
    }

    /** Returns the number of all customers. */
    synchronized long customers() {
        return customers;
    }

    /** Returns the number of rows of each outcome that occurred. */
    synchronized Map<Outcome, Long> outcomes() {
        return new EnumMap<>(outcomes);
    }
}
