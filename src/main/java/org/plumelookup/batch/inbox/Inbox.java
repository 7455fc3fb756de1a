package org.plumelookup.batch.inbox;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeException;
import org.apache.camel.ExchangeProperty;
import org.plumelookup.batch.BatchBusyException;
import org.plumelookup.batch.BatchRefusedException;
import org.plumelookup.batch.BatchResults;
import org.plumelookup.batch.BatchSettings;
import org.plumelookup.batch.BatchUnfinishedException;
import org.plumelookup.batch.FileExchange;
import org.plumelookup.batch.Summary;
import org.plumelookup.observe.HealthIssue;
import org.plumelookup.resilience.CircuitBreaker;
import org.plumelookup.resilience.HoldCause;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Moves an input out of the inbox when it is complete or refused, or its rows were sent to other processes. An input
 * that cannot be moved stays until it can be moved or changes, and is not read again until then. Thread-safe.
 */
public final class Inbox {
    /** Name of the exchange property with the input file. */
    static final String INPUT = "plumeInput";

    /** Folder of the inputs whose batch is complete. */
    static final String DONE = ".done";

    /** Folder of the inputs whose rows were all sent to other processes, and whose batch is not complete. */
    static final String SENT = ".sent";

    private static final String REFUSED = ".refused";
    private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);

    private final CircuitBreaker results;
    private final GrownInputs grown;
    private final Map<Path, UnmovedInput> unmoved = new ConcurrentHashMap<>();
    private final Map<Path, HealthIssue> unreadable = new ConcurrentHashMap<>();
    private final Map<Path, String> logged = new ConcurrentHashMap<>();

    /**
     * Holds an input that could not be moved.
     *
     * @param move the move
     * @param rest prevents that it is read again
     * @param tried time of the last try, in nanoseconds of the monotonic clock
     * @param issue why it failed
     */
    private record UnmovedInput(InputMove move, FileRest rest, long tried, HealthIssue issue) {}

    /**
     * Creates an inbox without issues.
     *
     * @param results circuit breaker, open while results cannot be written
     * @param outbox folder of the result folders
     */
    public Inbox(CircuitBreaker results, Path outbox) {
        this.results = results;
        this.grown = new GrownInputs(outbox);
    }

    /** Returns why an inbox cannot be read or an input cannot be moved; empty if there is no issue. */
    Optional<HealthIssue> issue() {
        return Stream.concat(
                        unreadable.values().stream(), unmoved.values().stream().map(UnmovedInput::issue))
                .findFirst();
    }

    /**
     * Admits an input.
     *
     * @throws BatchUnfinishedException if results cannot be written now; the input is read again later
     */
    public void admit(@Body File input, Exchange exchange) throws BatchUnfinishedException {
        exchange.setProperty(INPUT, input);
        if (results.isWaiting()) {
            throw new BatchUnfinishedException(
                    String.format(Locale.ROOT, "%s waits for the end of a hold.", input.getName()), null);
        }
        exchange.setProperty(FileExchange.PERMIT, results.acquire());
    }

    /** Releases the permit, so that another input can try whether results can be written. */
    public void release(@ExchangeProperty(FileExchange.PERMIT) CircuitBreaker.Permit permit) {
        if (permit != null) {
            results.release(permit);
        }
    }

    /**
     * Moves the input of a complete batch to {@code .done} next to it, under the name of the folder of its results.
     *
     * @throws BatchUnfinishedException if it was replaced while the last files of the batch were written
     */
    public void done(
            @ExchangeProperty(INPUT) File input,
            @ExchangeProperty(FileExchange.REST) FileRest rest,
            @ExchangeProperty(FileExchange.PERMIT) CircuitBreaker.Permit permit,
            @Body Summary summary,
            Exchange exchange)
            throws IOException, BatchUnfinishedException {
        results.success(permit);
        FileExchange.checkInput(exchange);
        String name = summary.folder().getFileName().toString();
        Path moved = move(new InputMove(input.toPath(), DONE, name, null), rest);
        if (moved != null) {
            grown.moved(moved, summary.folder());
        }
    }

    /**
     * Moves an input that cannot be processed to {@code .refused} next to it, after it has rested for the long time,
     * because it may be valid when it is complete.
     */
    public void refuse(
            @ExchangeProperty(INPUT) File input,
            @ExchangeProperty(FileExchange.REST) FileRest rest,
            @ExchangeException BatchRefusedException why)
            throws IOException {
        if (rest != null && !rest.isLong(input.toPath())) {
            rest.waitLong(input.toPath());
        } else {
            move(new InputMove(input.toPath(), REFUSED, input.getName(), why.getMessage()), rest);
        }
    }

    /**
     * Moves a file that cannot be processed to {@code .refused} next to it, with the reason in a file beside it.
     *
     * @param as its name there; a number is added if the name is in use
     */
    static void refuse(Path input, String as, String why) throws IOException {
        InputMove move = new InputMove(input, REFUSED, as, why);
        logMove(move, move.run());
    }

    /**
     * Moves an input whose rows were all sent to other processes: to {@code .done} if they are all answered.
     *
     * @param input the input
     * @param results folder of its batch
     * @param answered whether all rows are answered
     */
    public static void moveSent(Path input, Path results, boolean answered) throws IOException {
        new InputMove(input, answered ? DONE : SENT, results.getFileName().toString(), null).run();
    }

    /**
     * Moves the inputs in {@code .sent} whose batches are complete to {@code .done}.
     *
     * @param settings name the inbox and the outbox
     */
    public static void moveAnswered(BatchSettings settings) throws IOException {
        Path sent = settings.inbox().resolve(SENT);
        if (Files.isDirectory(sent)) {
            try (Stream<Path> inputs = Files.list(sent)) {
                for (Path input : inputs.toList()) {
                    moveAnswered(input, settings.outbox());
                }
            }
        }
    }

    static void moveAnswered(Path input, Path outbox) throws IOException {
        String name = input.getFileName().toString();
        Path results = outbox.resolve(name);
        if (!Summary.withdrawOutdated(results) && Summary.existsIn(results)) {
            try {
                new InputMove(input, "../" + DONE, name, null).run();
            } catch (NoSuchFileException e) {
                LOG.debug("{} was brought back after it was listed, because it has grown.", input);
            }
        }
    }

    private Path move(InputMove move, FileRest rest) throws IOException {
        logged.remove(move.input());
        try {
            Path moved = move.run();
            logMove(move, moved);
            return moved;
        } catch (NoSuchFileException e) {
            LOG.debug("{} is gone.", move.input());
        } catch (IOException e) {
            if (rest == null) {
                throw e;
            }
            rest.waitForChange(move.input());
            String why = move.input() + " cannot be moved to " + move.folder() + ": " + e;
            LOG.error("{}. Fix permissions or free disk space; it is not read again until then.", why);
            unmoved.put(move.input(), new UnmovedInput(move, rest, System.nanoTime(), HealthIssue.now(why)));
        }
        return null;
    }

    private static void logMove(InputMove move, Path moved) {
        if (move.reason() == null) {
            LOG.info("{} is complete and moved to {}.", move.input().getFileName(), moved);
        } else {
            // The reason can quote the file, and the log has no customer data.
            LOG.error(
                    "{} is refused and moved to {}; the reason is in {}.", move.as(), moved, InputMove.reasonOf(moved));
        }
    }

    /** Leaves the input to another run or a later version of this program, and logs that once. */
    public void leave(@ExchangeProperty(INPUT) File input, @ExchangeException BatchBusyException why) {
        logOnce(why.getCause() == null ? Level.INFO : Level.WARN, input, why.getMessage());
    }

    /** Leaves the input where it is; it is read again later. */
    public void postpone(
            @ExchangeProperty(INPUT) File input,
            @ExchangeProperty(FileExchange.REST) FileRest rest,
            @ExchangeProperty(FileExchange.PERMIT) CircuitBreaker.Permit permit,
            @ExchangeException BatchUnfinishedException why) {
        if (permit == null) {
            return; // it was not admitted, and the open circuit breaker is logged
        }
        if (why.getCause() != null) {
            results.open(permit, HoldCause.RESULTS, why.getMessage().replaceFirst("\\.$", ""), BatchResults.PAUSE);
            return;
        }
        logOnce(Level.INFO, input, why.getMessage());
        if (rest != null) {
            rest.waitLong(input.toPath());
        }
    }

    private void logOnce(Level level, File input, String message) {
        if (!message.equals(logged.put(input.toPath(), message))) {
            LOG.atLevel(level).log("{}", message);
        }
    }

    /**
     * Checks an inbox before its files are read: moves inputs that could not be moved before, and brings back those
     * that have grown.
     *
     * @return whether it can be read
     */
    public boolean check(Path inbox) {
        try {
            Files.newDirectoryStream(inbox).close();
            if (unreadable.remove(inbox) != null) {
                LOG.info("{} can be read again.", inbox);
            }
        } catch (IOException e) {
            if (!unreadable.containsKey(inbox)) {
                String why = inbox + " cannot be read: " + e;
                unreadable.put(inbox, HealthIssue.now(why));
                LOG.error("{}. Create it or fix its permissions; no file is read from it until then.", why);
            }
            return false;
        }
        unmoved.values().stream()
                .filter(one -> System.nanoTime() - one.tried > BatchResults.PAUSE.toNanos())
                .forEach(this::tryAgain);
        grown.bringBack(inbox);
        return true;
    }

    private void tryAgain(UnmovedInput one) {
        Path input = one.move.input();
        try {
            if (one.rest.waitsForChange(input) && !one.move.isGone()) {
                logMove(one.move, one.move.run());
            }
            unmoved.remove(input);
        } catch (IOException e) {
            LOG.debug("{} still cannot be moved.", input, e);
            unmoved.put(input, new UnmovedInput(one.move, one.rest, System.nanoTime(), one.issue));
        }
    }
}
