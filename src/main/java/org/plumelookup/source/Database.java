package org.plumelookup.source;

import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
 * Reads the rows of a CRM database and writes their outcomes back, for {@code routes/plume-from-database.camel.yaml}.
 *
 * <p>If the database is unavailable, the rest of a tick is left for the next one, which costs no call; also if ten rows
 * in a row cannot be written, because then the cause is the statement, not the row. If the update statement cannot work
 * at all, no row is read until it does: outcomes that could not be written are kept, and each tick writes them first.
 * Thread-safe; there is one tick at a time.
 */
public final class Database {
    /** Exchange property with the outcome of the row, if there is one. */
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
    private volatile PausableRows tick;
    private volatile HealthIssue issue;

    /**
     * Creates the bean.
     *
     * @param statements the statements; null if there is no database
     */
    Database(InstanceName prefix, Statements statements, CircuitBreakers breakers, BooleanSupplier stopping) {
        this.prefix = prefix;
        this.statements = statements;
        this.breakers = breakers;
        this.stopping = stopping;
    }

    /** Returns why rows are not written, or not even read; empty if they are. */
    Optional<HealthIssue> issue() {
        return Optional.ofNullable(issue);
    }

    /**
     * Returns the rows of a tick.
     *
     * @throws StatementFault if a statement cannot work; no row is selected then
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
        tick = new PausableRows(selected.iterator(), breakers, stopping);
        return tick;
    }

    /** Writes the outcomes that could not be written before, so that their accounts are not looked up again. */
    private void writeKept() {
        for (List<Map<String, Object>> sets = kept.peek(); sets != null; sets = kept.peek()) {
            try {
                statements.update(sets);
            } catch (StatementFault | DatabaseAwayException e) {
                throw e;
            } catch (RuntimeException e) {
                LOG.warn("{} failed for a row that was kept; it is looked up again.", key("update"));
            }
            kept.remove();
        }
    }

    /** Returns the request for the account of a row. */
    public LookupRequest account(@Body Map<String, Object> row) {
        return LookupRequest.of((String) row.get(AccountColumn.NAME));
    }

    /** Writes the outcome of a row: once per customer, or once for an account without a customer. */
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
            report(e.getMessage());
        }
    }

    private void well() {
        HealthIssue before = issue;
        if (before != null) {
            issue = null;
            LOG.info(
                    "The database is in use again; it was not since {}.",
                    before.since().truncatedTo(ChronoUnit.SECONDS));
        }
    }

    /** Leaves the rest of the tick for the next one, because the database is unavailable or a hold lasts too long. */
    public void away(@ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception why) {
        PausableRows current = tick;
        if (current != null) {
            current.leaveRest();
        }
        if (!stopping.getAsBoolean()) {
            boolean known = why instanceof StatementFault || why instanceof DatabaseAwayException;
            report(
                    known
                            ? why.getMessage()
                            : String.format(
                                    Locale.ROOT, "The database or its rows cannot be used (%s).", Causes.text(why)));
        }
    }

    /** Creates the message for the error channel about a row that the update statement could not write. */
    public void refused(
            @ExchangeProperty(OUTCOME) LookupOutcome outcome,
            @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception why,
            Exchange exchange) {
        String kind = Causes.find(why, SQLException.class)
                .map(sql -> "SQL state " + sql.getSQLState())
                .orElseGet(() -> Causes.text(why));
        // The database's message can quote the row, and customer data stays out of the log.
        LOG.warn("{} failed for a row ({}); the details are on the error channel.", key("update"), kind);
        if (refused.incrementAndGet() >= MOST_REFUSED) {
            tick.leaveRest();
            report(String.format(
                    Locale.ROOT, "%s failed for %d rows in a row (%s).", key("update"), MOST_REFUSED, kind));
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
                "The outcome (%s) could not be written to the database: %s",
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

    private synchronized void report(String why) {
        HealthIssue before = issue;
        if (before == null || !before.why().equals(why)) {
            issue = before == null ? HealthIssue.now(why) : new HealthIssue(why, before.since(), null);
            LOG.warn("{} Rows stay unchanged and are retried at the next tick.", why);
        }
    }
}
