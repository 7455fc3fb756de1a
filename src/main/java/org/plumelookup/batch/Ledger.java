package org.plumelookup.batch;

import java.util.BitSet;
import java.util.EnumMap;
import java.util.Map;
import org.plumelookup.api.Outcome;

/** Keeps which rows of a batch are answered, one bit a row, and how many there are of each outcome. Thread-safe. */
final class Ledger {
    private final BitSet answered = new BitSet();
    private final Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
    private long customers;
    private int rows;

    /**
     * Notes a row as answered.
     *
     * @param row number of the row, from 1
     * @param outcome what became of it
     * @param records how many customers it has, if found
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

    /** Tells how many rows are answered. */
    synchronized long rows() {
        return rows;
    }

    /** Tells how many customers were found in all. */
    synchronized long customers() {
        return customers;
    }

    /** Tells how many rows there are of each outcome that occurred. */
    synchronized Map<Outcome, Long> outcomes() {
        return new EnumMap<>(outcomes);
    }
}
