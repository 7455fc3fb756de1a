package org.plumelookup.lookup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExchangeException;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Route;
import org.plumelookup.api.Outcome;
import org.plumelookup.disk.AtomicFile;
import org.plumelookup.settings.InstanceName;
import org.plumelookup.settings.Settings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks that the channels exist before a call is made, and stores the messages that they reject. Thread-safe. */
final class Channels {
    private static final Logger LOG = LoggerFactory.getLogger(Channels.class);
    private static final String KEY = "plume.channel.dead-letters";

    private final InstanceName prefix;
    private final Path deadLetters;
    private final ChannelMessages messages;
    private volatile boolean checked;

    Channels(Settings keys, ChannelMessages messages) {
        this.prefix = keys.prefix();
        this.deadLetters = keys.text(KEY).map(Path::of).orElse(null);
        this.messages = messages;
    }

    /**
     * Refuses a lookup whose outcome would have no receiver. Whether a sender waits for a reply is not known earlier.
     *
     * @throws IllegalStateException if no route begins with one of the channels, and the sender wants no reply
     */
    void requireRoutes(Exchange exchange) {
        if (checked || !messages.areWanted(exchange)) {
            return;
        }
        Set<String> inputs = exchange.getContext().getRoutes().stream()
                .map(Route::getEndpoint)
                .map(endpoint -> endpoint.getEndpointBaseUri().replaceFirst("^direct:(//)?", "direct:"))
                .collect(Collectors.toSet());
        for (String channel : new String[] {prefix.direct("success"), prefix.direct("error")}) {
            if (!inputs.contains(channel)) {
                throw new IllegalStateException(String.format(
                        Locale.ROOT,
                        "No route begins with %s, which receives the outcome of an account that is sent one-way."
                                + " Add one, or ask %s for a reply (InOut). No call was made.",
                        channel,
                        prefix.direct("lookup")));
            }
        }
        checked = true;
    }

    /**
     * Stores a message that its channel rejected as a file of its own (dead letter); a repeat replaces the file.
     *
     * @throws ChannelFailedException if no folder for dead letters is set, or the context stops
     */
    void storeRejected(Exchange exchange) throws IOException {
        Exception why = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        Message message = exchange.getMessage();
        boolean found = Outcome.FOUND.text().equals(message.getHeader(ChannelMessages.OUTCOME));
        String channel = found ? "success" : "error";
        CamelContext context = exchange.getContext();
        if (deadLetters == null || context.isStopping() || context.isStopped()) {
            throw new ChannelFailedException(
                    String.format(
                            Locale.ROOT,
                            "The %s channel (%s) failed: %s. Fix it, or set %s to a folder for rejected messages",
                            channel,
                            prefix.direct(channel),
                            rootMessage(why),
                            prefix.keys(KEY)),
                    why);
        }
        String id = message.getHeader(ChannelMessages.MESSAGE_ID, String.class);
        Path folder = Files.createDirectories(deadLetters.resolve(channel));
        Path file = folder.resolve(UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8)) + ".json");
        byte[] document = message.getBody(String.class).getBytes(StandardCharsets.UTF_8);
        AtomicFile.write(file, out -> out.write(document));
        LOG.warn("The {} channel failed ({}); its message is kept in {}.", channel, rootMessage(why), file);
    }

    /** Throws the failure of a channel, without the exception that the splitter wraps around it. */
    static void rethrow(Exchange exchange) throws Exception {
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        throw failure instanceof CamelExchangeException && failure.getCause() instanceof Exception cause
                ? cause
                : failure;
    }

    private static String rootMessage(Exception why) {
        String message = null;
        for (Throwable cause = why; cause != null; cause = cause.getCause()) {
            message = cause.getMessage() == null ? message : cause.getMessage();
        }
        return message == null ? why.getClass().getSimpleName() : message.strip();
    }
}
