package org.plumelookup.batch.report;

import java.time.Instant;
import java.util.Map;
import org.plumelookup.api.Outcome;

/**
 * Holds the figures of a complete batch.
 *
 * @param input name of the input file
 * @param rows data rows of the input
 * @param customers customers found, over all rows
 * @param outcomes rows of each outcome that occurred, by its text
 * @param finished when the batch was complete
 */
public record Totals(String input, long rows, long customers, Map<String, Long> outcomes, Instant finished) {

    /** Returns the number of rows with a customer. */
    long found() {
        return outcomes.getOrDefault(Outcome.FOUND.text(), 0L);
    }
}
