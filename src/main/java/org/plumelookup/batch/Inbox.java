package org.plumelookup.batch;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.camel.Body;
import org.apache.camel.ExchangeException;
import org.apache.camel.ExchangeProperty;
import org.plumelookup.budget.Hold;
import org.plumelookup.budget.HoldCause;
import org.plumelookup.monitor.Trouble;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files an input away when nothing more is to be done with it. What cannot be filed is left until it can, or until it
 * changes, and is not read again for that. Thread-safe.
 */
final class Inbox {
    /** Name of the exchange property with the input file. */
    static final String INPUT = "plumeInput";

    /** Folder of the inputs whose batch is complete. */
    static final String DONE = ".done";

    private static final String REFUSED = ".refused";
    private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final Hold hold;
    private final GrownInputs grown;
    private final Map<Path, Unfiled> unfiled = new ConcurrentHashMap<>();
    private final Map<Path, Trouble> unreadable = new ConcurrentHashMap<>();
    private volatile String told;

    /**
     * Holds an input that could not be filed.
     *
     * @param filing what is to be done
     * @param rest keeps it from being taken again
     * @param tried when that was tried the last time
     * @param trouble why it could not be done
     */
    private record Unfiled(Filing filing, FileRest rest, Instant tried, Trouble trouble) {}

    /**
     * Creates an inbox without troubles.
     *
     * @param hold begun while results cannot be written
     * @param grown brings inputs back that grow after they were filed
     */
    Inbox(Hold hold, GrownInputs grown) {
        this.hold = hold;
        this.grown = grown;
    }

    /** Returns why an inbox cannot be read, or an input not be filed; empty where all is well. */
    Optional<Trouble> trouble() {
        return Stream.concat(
                        unreadable.values().stream(), unfiled.values().stream().map(Unfiled::trouble))
                .findFirst();
    }

    /** Moves the input of a complete batch to {@code .done} next to it, under the name of the folder of its results. */
    public void done(
            @ExchangeProperty(INPUT) File input,
            @ExchangeProperty(FileRest.PROPERTY) FileRest rest,
            @Body Summary summary)
            throws IOException {
        String name = summary.folder().getFileName().toString();
        Path filed = file(new Filing(input.toPath(), DONE, name, null), rest);
        if (filed != null) {
            grown.filed(filed, summary.folder());
        }
    }

    /**
     * Moves an input that cannot be worked on to {@code .refused} next to it, when it has rested for the long time: it
     * may be right when it is whole.
     */
    public void refuse(
            @ExchangeProperty(INPUT) File input,
            @ExchangeProperty(FileRest.PROPERTY) FileRest rest,
            @ExchangeException BatchRefusedException why)
            throws IOException {
        if (rest != null && !rest.isLong(input.toPath())) {
            rest.waitLong(input.toPath());
        } else {
            file(new Filing(input.toPath(), REFUSED, input.getName(), why.getMessage()), rest);
        }
    }

    private Path file(Filing filing, FileRest rest) throws IOException {
        try {
            Path filed = filing.run();
            tell(filing, filed);
            return filed;
        } catch (NoSuchFileException e) {
            LOG.debug("{} is gone.", filing.input());
        } catch (IOException e) {
            if (rest == null) {
                throw e;
            }
            rest.waitForChange(filing.input());
            String why = "%s cannot be moved to %s: %s".formatted(filing.input(), filing.folder(), e);
            LOG.error("{}. Mend the rights or make room; it is not read again until that is done.", why);
            unfiled.put(filing.input(), new Unfiled(filing, rest, Instant.now(), Trouble.now(why)));
        }
        return null;
    }

    private static void tell(Filing filing, Path filed) {
        if (filing.reason() == null) {
            LOG.info("{} is complete and filed as {}.", filing.input().getFileName(), filed);
        } else {
            // The reason can quote the file, and customer data stays out of the log.
            LOG.error(
                    "{} is refused and filed as {}; why is told in {}.",
                    filing.input().getFileName(),
                    filed,
                    Filing.reasonOf(filed));
        }
    }

    /** Leaves the input to another run, and says so once. */
    public void leave(@ExchangeException BatchBusyException why) {
        tellOnce(why.getMessage());
    }

    /** Leaves the input where it is; it is taken again after a while. */
    public void postpone(
            @ExchangeProperty(INPUT) File input,
            @ExchangeProperty(FileRest.PROPERTY) FileRest rest,
            @ExchangeException BatchUnfinishedException why) {
        if (why.getCause() != null) {
            hold.begin(HoldCause.RESULTS, why.getMessage().replaceFirst("\\.$", ""), PAUSE);
            return;
        }
        tellOnce(why.getMessage());
        if (rest != null) {
            rest.waitLong(input.toPath());
        }
    }

    private void tellOnce(String message) {
        if (!message.equals(told)) {
            told = message;
            LOG.info("{}", message);
        }
    }

    /**
     * Looks after an inbox before its files are taken: files what could not be filed before, and brings back what has
     * grown since.
     *
     * @return whether it can be read
     */
    boolean look(Path inbox) {
        try {
            Files.newDirectoryStream(inbox).close();
            if (unreadable.remove(inbox) != null) {
                LOG.info("{} can be read again.", inbox);
            }
        } catch (IOException e) {
            if (!unreadable.containsKey(inbox)) {
                String why = "%s cannot be read: %s".formatted(inbox, e);
                unreadable.put(inbox, Trouble.now(why));
                LOG.error("{}. Create it, or mend its rights; no file is taken from it until then.", why);
            }
            return false;
        }
        unfiled.values().stream()
                .filter(one -> one.tried.plus(PAUSE).isBefore(Instant.now()))
                .forEach(this::tryAgain);
        grown.bringBack(inbox);
        return true;
    }

    private void tryAgain(Unfiled one) {
        Path input = one.filing.input();
        try {
            if (one.rest.waitsForChange(input) && !one.filing.isGone()) {
                tell(one.filing, one.filing.run());
            }
            unfiled.remove(input);
        } catch (IOException e) {
            LOG.debug("{} can still not be filed.", input, e);
            unfiled.put(input, new Unfiled(one.filing, one.rest, Instant.now(), one.trouble));
        }
    }
}
