package org.plumelookup.source;

import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Message;
import org.plumelookup.api.LookupOutcome;
import org.plumelookup.api.LookupRequest;
import org.plumelookup.api.Outcome;
import org.plumelookup.budget.CircuitBreakers;
import org.plumelookup.lookup.ChannelMessages;
import org.plumelookup.lookup.OutcomeJson;
import org.plumelookup.monitor.Trouble;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steps of {@code routes/plume-from-database.camel.yaml} that are no SQL: which rows to take, which parameters to
 * write, and what becomes of a row that cannot be written.
 *
 * <p>While the database does not answer the rest of a tick is left for the next, which costs no call. So it is when ten
 * rows in a row cannot be written, for then the statement is to blame and not the row. Thread-safe; there is one tick at
 * a time.
 */
public final class Database {
    /** Exchange property with the outcome of the row, once there is one. */
    static final String OUTCOME = "plumeDatabaseOutcome";

    private static final Logger LOG = LoggerFactory.getLogger(Database.class);
    private static final String SOURCE = "plume-from-database";
    private static final String COLUMN = "accountId";
    private static final int MOST_REFUSED = 10;

    private final CircuitBreakers breakers;
    private final BooleanSupplier stopping;
    private final AtomicInteger refused = new AtomicInteger();
    private volatile Rows tick;
    private volatile Trouble trouble;

    Database(CircuitBreakers breakers, BooleanSupplier stopping) {
        this.breakers = breakers;
        this.stopping = stopping;
    }

    /** Tells why rows are not written, or not even read; empty where they are. */
    Optional<Trouble> trouble() {
        return Optional.ofNullable(trouble);
    }

    /**
     * Gives the rows of a tick.
     *
     * @param selected what the select statement gave
     * @throws IllegalArgumentException if it has no column {@code accountId}, in whatever case
     */
    public Iterator<Object> rows(@Body List<Map<String, Object>> selected) {
        if (!selected.isEmpty() && selected.get(0).keySet().stream().noneMatch(COLUMN::equalsIgnoreCase)) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "plume.database.select gives the columns %s and no %s: name one so by AS",
                    selected.get(0).keySet(),
                    COLUMN));
        }
        if (refused.getAndSet(0) < MOST_REFUSED) {
            well();
        }
        tick = new Rows(selected.iterator(), breakers, stopping);
        return tick;
    }

    /** Asks for the account of a row; numbers are written out. */
    public LookupRequest account(@Body Map<String, Object> row) {
        // The component's map compares names in the machine's locale, in which an i can have another capital.
        Map<String, Object> columns = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        columns.putAll(row);
        Object id = columns.get(COLUMN);
        return LookupRequest.of(
                id instanceof BigDecimal number ? number.toPlainString() : id == null ? null : id.toString());
    }

    /** Makes the parameters of the update statement: one set per customer, or one for an account without. */
    public List<Map<String, Object>> parameters(
            @Body LookupOutcome outcome,
            @ExchangeProperty("plumeDatabaseRow") Map<String, Object> row,
            Exchange exchange) {
        exchange.setProperty(OUTCOME, outcome);
        return RowParameters.of(row, outcome);
    }

    /** Takes note that a row was written. */
    public void written() {
        refused.set(0);
        well();
    }

    private void well() {
        Trouble before = trouble;
        if (before != null) {
            trouble = null;
            LOG.info("The database is in use again after trouble since {}.", before.since());
        }
    }

    /** Leaves the rest of the tick for the next one, since the database, or a hold, gives no chance to it. */
    public void away(@ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception why) {
        Rows current = tick;
        if (current != null) {
            current.leaveRest();
        }
        if (!stopping.getAsBoolean()) {
            trouble(String.format(
                    Locale.ROOT,
                    "The database or its rows cannot be used (%s)",
                    innermost(why).getMessage()));
        }
    }

    /** Makes the message for the error channel about a row that the update statement could not write, and no more of it. */
    public void refused(
            @ExchangeProperty(OUTCOME) LookupOutcome outcome,
            @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception why,
            Exchange exchange) {
        Throwable cause = innermost(why);
        String kind = cause instanceof SQLException sql ? "SQL state " + sql.getSQLState() : cause.getMessage();
        // The database's text can quote the row, and customer data stays out of the log.
        LOG.warn("plume.database.update failed for a row ({}); which and why is told on the error channel.", kind);
        if (refused.incrementAndGet() >= MOST_REFUSED) {
            tick.leaveRest();
            trouble(String.format(
                    Locale.ROOT,
                    "plume.database.update failed for %d rows one after the other (%s)",
                    MOST_REFUSED,
                    kind));
        }
        exchange.setProperty(ChannelMessages.SOURCE, SOURCE);
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setHeader(ChannelMessages.OUTCOME, Outcome.UNEXPECTED.text());
        message.setHeader(ChannelMessages.MESSAGE_ID, SOURCE + ":" + exchange.getExchangeId() + ":1");
        message.setBody(OutcomeJson.documents(unwritten(outcome, cause)).get(0));
    }

    private static LookupOutcome unwritten(LookupOutcome outcome, Throwable cause) {
        String reason = String.format(
                Locale.ROOT,
                "The answer (%s) could not be written to the database: %s",
                outcome.outcome().text(),
                cause.getMessage());
        return new LookupOutcome(
                outcome.request(),
                Outcome.UNEXPECTED,
                List.of(),
                outcome.others(),
                outcome.status(),
                reason,
                outcome.calls(),
                Instant.now());
    }

    private synchronized void trouble(String why) {
        if (trouble == null) {
            trouble = Trouble.now(why);
            LOG.warn("{}. Rows stay as they are and are tried again at the next tick.", why);
        }
    }

    private static Throwable innermost(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
