package org.plumelookup.jms;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.CamelContext;
import org.plumelookup.config.Keys;

/** Connects to the broker once, to tell before a start whether it can be worked with. Used by one thread. */
public final class BrokerTrial {
    private static final String KEY = "plume.jms.broker-url";

    private final CamelContext context;
    private final Keys keys;
    private final BrokerSettings settings;

    /**
     * Prepares a trial.
     *
     * @param context has the bean of a {@code bean:} URL; its threads are used
     * @param keys name the broker
     */
    public BrokerTrial(CamelContext context, Keys keys) {
        this.context = context;
        this.keys = keys;
        this.settings = BrokerSettings.from(keys);
    }

    /** Tells whether there is a broker to try. */
    public boolean isOn() {
        return settings.isOn();
    }

    /** Tells whether the broker is one in this process, which there is nothing to connect to before a start. */
    public boolean isEmbedded() {
        return settings.isEmbedded();
    }

    /**
     * Holds how a trial went.
     *
     * @param ok whether the broker can be worked with
     * @param text what was found, with the key to change where it cannot; never the password
     */
    public record Answer(boolean ok, String text) {}

    /**
     * Connects and disconnects.
     *
     * @return what was found; it takes {@code plume.call.connect-timeout} at most
     */
    public Answer run() throws InterruptedException {
        Duration most = keys.time("plume.call.connect-timeout", Duration.ofMillis(1));
        ConnectionFactory client = Client.of(context, keys, settings, null);
        // Each client library has limits of its own, some none.
        ExecutorService thread =
                context.getExecutorServiceManager().newSingleThreadExecutor(this, "plume-broker-trial");
        try {
            thread.submit(() -> connect(client)).get(most.toMillis(), TimeUnit.MILLISECONDS);
            return new Answer(true, String.format(Locale.ROOT, "%s = %s is connected to", KEY, settings.url()));
        } catch (TimeoutException e) {
            return refused(
                    String.format(Locale.ROOT, "must answer within %d ms", most.toMillis()),
                    "plume.call.connect-timeout");
        } catch (ExecutionException e) {
            String why = words(e.getCause());
            return e.getCause() instanceof JMSSecurityException
                    ? refused(
                            String.format(
                                    Locale.ROOT,
                                    "must know plume.jms.user = %s and its password (%s)",
                                    settings.user() == null ? "nothing" : settings.user(),
                                    why),
                            null)
                    : refused(String.format(Locale.ROOT, "must be there (%s)", why), null);
        } finally {
            context.getExecutorServiceManager().shutdownNow(thread);
        }
    }

    /** Starts the connection too: some clients do not reach for the broker before that. */
    private Void connect(ConnectionFactory client) throws JMSException {
        try (Connection connection = settings.connect(client)) {
            connection.start();
            return null;
        }
    }

    private Answer refused(String rule, String further) {
        return new Answer(
                false,
                String.format(
                        Locale.ROOT,
                        "%s = %s: the broker %s. Start it, or change %s, plume.jms.user, plume.jms.password%s.",
                        KEY,
                        settings.url(),
                        rule,
                        KEY,
                        further == null ? "" : " or " + further));
    }

    private String words(Throwable failure) {
        Throwable innermost = failure;
        while (innermost.getCause() != null && innermost.getCause().getMessage() != null) {
            innermost = innermost.getCause();
        }
        String words = String.valueOf(innermost.getMessage());
        return settings.password() == null ? words : words.replace(settings.password(), "(not shown)");
    }
}
