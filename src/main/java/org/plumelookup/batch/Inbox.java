package org.plumelookup.batch;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Locale;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeException;
import org.apache.camel.ExchangeProperty;
import org.plumelookup.budget.CircuitBreaker;
import org.plumelookup.budget.HoldCause;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Files an input away when nothing more is to be done with it; no file of the same name is ever overwritten. */
final class Inbox {
    /** Name of the exchange property with the input file. */
    static final String INPUT = "plumeInput";

    /** Folder of the inputs whose batch is complete. */
    static final String DONE = ".done";

    /** Name of the exchange property with the permit of the circuit breaker of the results. */
    static final String PERMIT = "plumeResultsPermit";

    /** How long to wait after results could not be written. */
    static final Duration PAUSE = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);
    private final CircuitBreaker results;
    private volatile String busy;

    Inbox(CircuitBreaker results) {
        this.results = results;
    }

    /**
     * Admits an input.
     *
     * @throws BatchUnfinishedException if results cannot be written now; then it is taken again after a while
     */
    public void admit(@Body File input, Exchange exchange) throws BatchUnfinishedException {
        exchange.setProperty(INPUT, input);
        if (results.isWaiting()) {
            throw new BatchUnfinishedException(
                    String.format(Locale.ROOT, "%s waits for the end of a hold.", input.getName()), null);
        }
        exchange.setProperty(PERMIT, results.acquire());
    }

    /** Lets another input find out whether results can be written, if this one did not. */
    public void release(@ExchangeProperty(PERMIT) CircuitBreaker.Permit permit) {
        if (permit != null) {
            results.release(permit);
        }
    }

    /** Goes with the move of a file. */
    interface Filing {
        void as(Path name) throws IOException;
    }

    /** Moves the input of a complete batch to {@code .done} next to it. */
    public void done(@ExchangeProperty(INPUT) File input, @ExchangeProperty(PERMIT) CircuitBreaker.Permit permit)
            throws IOException {
        Path filed = move(input.toPath(), DONE, input.getName());
        results.success(permit);
        LOG.info("{} is complete and filed as {}.", input.getName(), filed);
    }

    /** Moves an input that cannot be worked on to {@code .refused} next to it. */
    public void refuse(@ExchangeProperty(INPUT) File input, @ExchangeException BatchRefusedException why)
            throws IOException {
        refuse(input.toPath(), input.getName(), why.getMessage());
    }

    /**
     * Moves a file that cannot be worked on to {@code .refused} next to it, with the reason beside it.
     *
     * @param as its name there; a number is added if that is taken
     */
    static void refuse(Path input, String as, String why) throws IOException {
        String text = why + System.lineSeparator();
        Path filed = move(
                input,
                ".refused",
                as,
                name -> WholeFile.write(reason(name), out -> out.write(text.getBytes(StandardCharsets.UTF_8))));
        // The reason can quote the file, and customer data stays out of the log.
        LOG.error("{} is refused and filed as {}; why is told in {}.", as, filed, reason(filed));
    }

    private static Path reason(Path filed) {
        return filed.resolveSibling(filed.getFileName() + ".reason.txt");
    }

    /** Leaves the input to another run, and says so once. */
    public void leave(@ExchangeException BatchBusyException why) {
        if (!why.getMessage().equals(busy)) {
            busy = why.getMessage();
            LOG.info("{}", busy);
        }
    }

    /** Leaves the input where it is; it is taken again after a while. */
    public void postpone(
            @ExchangeException BatchUnfinishedException why, @ExchangeProperty(PERMIT) CircuitBreaker.Permit permit) {
        if (why.getCause() != null) {
            results.open(permit, HoldCause.RESULTS, why.getMessage().replaceFirst("\\.$", ""), PAUSE);
        }
    }

    /**
     * Moves a file without ever replacing another.
     *
     * @param input the file
     * @param folder where to, seen from the file's folder
     * @param as its name there; a number is added if that is taken
     */
    static Path move(Path input, String folder, String as) throws IOException {
        return move(input, folder, as, name -> {});
    }

    /**
     * Moves a file without ever replacing another.
     *
     * @param before done when its name is chosen, and before it is gone from where it was; done again if the process is
     *     killed in between
     */
    private static Path move(Path input, String folder, String as, Filing before) throws IOException {
        Path target = Files.createDirectories(input.resolveSibling(folder));
        for (int number = 1; ; number++) {
            Path name = target.resolve(number == 1 ? as : as + "-" + number);
            if (link(name, input)) {
                before.as(name);
                Files.deleteIfExists(input);
                return name;
            }
        }
    }

    /**
     * Gives a file a second name: a link cannot replace a file that is there, which a move on this platform could.
     *
     * @return whether it has that name now, also where an earlier run was killed right after it gave it
     */
    private static boolean link(Path name, Path file) throws IOException {
        try {
            Files.createLink(name, file);
            return true;
        } catch (FileAlreadyExistsException e) {
            return Files.isSameFile(name, file);
        } catch (UnsupportedOperationException | FileSystemException e) {
            if (Files.exists(name)) {
                return false;
            }
            Files.move(file, name, StandardCopyOption.ATOMIC_MOVE);
            return true;
        }
    }
}
