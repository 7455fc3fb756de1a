package org.plumelookup.jms;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import org.apache.camel.CamelContext;
import org.plumelookup.settings.Settings;
import org.plumelookup.text.Causes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connects to the broker once before a start and checks that it has what the routes need. Used by one thread. */
public final class BrokerPreflight {
    private static final Logger LOG = LoggerFactory.getLogger(BrokerPreflight.class);
    private static final String KEY = "plume.jms.broker-url";
    private static final String PASSWORD = "plume.jms.password";

    private final CamelContext context;
    private final Settings keys;
    private final BrokerSettings settings;

    /**
     * Creates the check.
     *
     * @param context the context with the bean of a {@code bean:} URL, and the routes
     * @param keys the settings of the broker
     */
    public BrokerPreflight(CamelContext context, Settings keys) {
        this.context = context;
        this.keys = keys;
        this.settings = BrokerSettings.from(keys);
    }

    /** Returns whether there is a broker to check. */
    public boolean isOn() {
        return settings.isOn();
    }

    /** Returns whether the broker is embedded, so that there is nothing to connect to before a start. */
    public boolean isEmbedded() {
        return settings.isEmbedded();
    }

    /**
     * The result of a check.
     *
     * @param ok whether the broker can be used
     * @param text the finding, with the key to change if it cannot; never the password
     */
    public record BrokerResult(boolean ok, String text) {}

    /**
     * Connects, opens a transaction, looks up the dead-letter queues of the consumed queues, and disconnects.
     *
     * @return the result; each step takes {@code plume.call.connect-timeout} at most
     */
    public BrokerResult run() throws InterruptedException {
        Duration most = timeout(keys);
        ConnectionFactory client = ConnectionFactories.of(context, keys, settings, null);
        Connection connection = null;
        try {
            connection = TimeLimit.within(most, () -> connect(client));
            Transactions.require(connection, most);
            DeadLetters.Inspection dead = DeadLetters.ask(connection, BrokerBeans.consumed(context), most);
            return new BrokerResult(
                    dead.lost().isEmpty(),
                    String.format(
                                    Locale.ROOT,
                                    "%s = %s: connected, transactions are supported. %s",
                                    KEY,
                                    settings.url(),
                                    settings.hidden(dead.text()))
                            .strip());
        } catch (TimeoutException e) {
            return refused(
                    String.format(Locale.ROOT, "must respond within %d ms", most.toMillis()),
                    "plume.call.connect-timeout");
        } catch (JMSSecurityException e) {
            return refused(
                    String.format(
                            Locale.ROOT,
                            "must accept plume.jms.user = %s and its password (%s)",
                            settings.user() == null ? "nothing" : settings.user(),
                            settings.hidden(Causes.text(e))),
                    null);
        } catch (JMSException e) {
            return connection == null
                    ? refused(
                            String.format(Locale.ROOT, "must be reachable (%s)", settings.hidden(Causes.text(e))), null)
                    : new BrokerResult(
                            false,
                            String.format(
                                    Locale.ROOT,
                                    "%s = %s: %s.",
                                    KEY,
                                    settings.url(),
                                    settings.hidden(String.valueOf(e.getMessage()))));
        } finally {
            close(connection, most);
        }
    }

    /** Returns how long a broker may take for one step. */
    static Duration timeout(Settings keys) {
        return keys.time("plume.call.connect-timeout", Duration.ofMillis(1));
    }

    /** Connects and starts the connection, because some clients do not connect before the start. */
    private Connection connect(ConnectionFactory client) throws JMSException {
        Connection connection = settings.connect(client);
        try {
            connection.start();
            return connection;
        } catch (JMSException e) {
            connection.close();
            throw e;
        }
    }

    /** Closes the connection; a client may wait for a response that never comes. */
    private static void close(Connection connection, Duration most) throws InterruptedException {
        if (connection == null) {
            return;
        }
        try {
            TimeLimit.within(most, () -> {
                connection.close();
                return null;
            });
        } catch (JMSException | TimeoutException e) {
            LOG.debug("The test connection was not closed cleanly: {}", e.toString());
        }
    }

    private BrokerResult refused(String rule, String further) {
        return new BrokerResult(
                false,
                String.format(
                        Locale.ROOT,
                        "%s = %s: the broker %s. Start it, or change %s, plume.jms.user, %s%s.",
                        KEY,
                        settings.url(),
                        rule,
                        KEY,
                        keys.secretKey(PASSWORD).orElse(PASSWORD),
                        further == null ? "" : " or " + further));
    }
}
