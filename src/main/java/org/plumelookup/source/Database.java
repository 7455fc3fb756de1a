package org.plumelookup.source;

import java.sql.SQLException;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Message;
import org.plumelookup.api.LookupOutcome;
import org.plumelookup.api.LookupRequest;
import org.plumelookup.api.Outcome;
import org.plumelookup.lookup.ChannelMessages;
import org.plumelookup.lookup.OutcomeJson;
import org.plumelookup.observe.HealthIssue;
import org.plumelookup.resilience.CircuitBreakers;
import org.plumelookup.settings.InstanceName;
import org.plumelookup.text.Causes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the rows of a CRM database and writes back what became of them, for {@code
 * routes/plume-from-database.camel.yaml}.
 *
 * <p>While the database does not answer the rest of a tick is left for the next, which costs no call. So it is when ten
 * rows in a row cannot be written, for then the statement is to blame and not the row. Where it cannot work at all no
 * row is taken until it does: the answers that it could not write are kept, and each tick begins with them.
 * Thread-safe; there is one tick at a time.
 */
public final class Database {
    /** Exchange property with the outcome of the row, once there is one. */
    static final String OUTCOME = "plumeDatabaseOutcome";

    private static final Logger LOG = LoggerFactory.getLogger(Database.class);
    private static final int MOST_REFUSED = 10;

    private final InstanceName prefix;
    private final Statements statements;
    private final CircuitBreakers breakers;
    private final BooleanSupplier stopping;
    private final AtomicInteger refused = new AtomicInteger();
    private final Queue<List<Map<String, Object>>> kept = new ConcurrentLinkedQueue<>();
    private volatile boolean proven;
    private volatile Rows tick;
    private volatile HealthIssue trouble;

    /**
     * Creates the bean.
     *
     * @param statements what to run; null where there is no database
     */
    Database(InstanceName prefix, Statements statements, CircuitBreakers breakers, BooleanSupplier stopping) {
        this.prefix = prefix;
        this.statements = statements;
        this.breakers = breakers;
        this.stopping = stopping;
    }

    /** Returns why rows are not written, or not even read; empty where they are. */
    Optional<HealthIssue> trouble() {
        return Optional.ofNullable(trouble);
    }

    /**
     * Returns the rows of a tick.
     *
     * @throws StatementFault if a statement cannot work; then no row was selected
     */
    public Iterator<Object> rows() {
        writeKept();
        if (!proven) {
            statements.prepare();
            proven = true;
        }
        List<Map<String, Object>> selected = statements.select();
        if (refused.getAndSet(0) < MOST_REFUSED) {
            well();
        }
        tick = new Rows(selected.iterator(), breakers, stopping);
        return tick;
    }

    /** Writes the answers that a statement could not write, so that their accounts need not be asked again. */
    private void writeKept() {
        for (List<Map<String, Object>> sets = kept.peek(); sets != null; sets = kept.peek()) {
            try {
                statements.update(sets);
            } catch (StatementFault | DatabaseAwayException e) {
                throw e;
            } catch (RuntimeException e) {
                LOG.warn("{} failed for a row that was kept; it is asked for again.", key("update"));
            }
            kept.remove();
        }
    }

    /** Asks for the account of a row. */
    public LookupRequest account(@Body Map<String, Object> row) {
        return LookupRequest.of((String) row.get(AccountColumn.NAME));
    }

    /** Writes what became of a row: once per customer, or once for an account without. */
    public void write(
            @Body LookupOutcome outcome,
            @ExchangeProperty("plumeDatabaseRow") Map<String, Object> row,
            Exchange exchange) {
        exchange.setProperty(OUTCOME, outcome);
        List<Map<String, Object>> sets = RowParameters.of(row, outcome);
        try {
            statements.update(sets);
            refused.set(0);
            well();
        } catch (StatementFault e) {
            proven = false;
            kept.add(sets);
            tick.leaveRest();
            trouble(e.getMessage());
        }
    }

    private void well() {
        HealthIssue before = trouble;
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
            boolean known = why instanceof StatementFault || why instanceof DatabaseAwayException;
            trouble(
                    known
                            ? why.getMessage()
                            : String.format(
                                    Locale.ROOT, "The database or its rows cannot be used (%s).", Causes.text(why)));
        }
    }

    /** Makes the message for the error channel about a row that the update statement could not write, and no more of it. */
    public void refused(
            @ExchangeProperty(OUTCOME) LookupOutcome outcome,
            @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception why,
            Exchange exchange) {
        String kind = Causes.find(why, SQLException.class)
                .map(sql -> "SQL state " + sql.getSQLState())
                .orElseGet(() -> Causes.text(why));
        // The database's text can quote the row, and customer data stays out of the log.
        LOG.warn("{} failed for a row ({}); which and why is told on the error channel.", key("update"), kind);
        if (refused.incrementAndGet() >= MOST_REFUSED) {
            tick.leaveRest();
            trouble(String.format(
                    Locale.ROOT, "%s failed for %d rows one after the other (%s).", key("update"), MOST_REFUSED, kind));
        }
        String source = prefix.name("from-database");
        exchange.setProperty(ChannelMessages.SOURCE, source);
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setHeader(ChannelMessages.OUTCOME, Outcome.UNEXPECTED.text());
        message.setHeader(ChannelMessages.MESSAGE_ID, source + ":" + exchange.getExchangeId() + ":1");
        message.setBody(
                OutcomeJson.documents(unwritten(outcome, Causes.text(why))).get(0));
    }

    private String key(String name) {
        return prefix.keys("plume.database." + name);
    }

    private static LookupOutcome unwritten(LookupOutcome outcome, String why) {
        String reason = String.format(
                Locale.ROOT,
                "The answer (%s) could not be written to the database: %s",
                outcome.outcome().text(),
                why);
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
        HealthIssue before = trouble;
        if (before == null || !before.why().equals(why)) {
            trouble = before == null ? HealthIssue.now(why) : new HealthIssue(why, before.since(), null);
            LOG.warn("{} Rows stay as they are and are tried again at the next tick.", why);
        }
    }
}
