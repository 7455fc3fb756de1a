package org.plumelookup.jms;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.plumelookup.settings.Secret;
import org.plumelookup.settings.Settings;

/**
 * The broker to use.
 *
 * @param url {@code embedded}, the URL of an Artemis or AMQP 1.0 broker, or {@code bean:} and the name of a connection
 *     factory in the registry; null if JMS is off
 * @param user user name at the broker; null for none
 * @param password the user's password; null for none
 */
record BrokerSettings(String url, String user, Secret password) {
    static final String EMBEDDED = "embedded";
    static final String BEAN = "bean:";

    private static final String KEY = "plume.jms.broker-url";
    private static final Pattern KNOWN = Pattern.compile("embedded|(tcp|amqps?)://\\S+|bean:\\S+");
    private static final Pattern SECRET = Pattern.compile("(?i)//[^/?]*@|passw");

    /** Reads {@code plume.jms.*}. */
    static BrokerSettings from(Settings keys) {
        Optional<String> url = keys.text(KEY).map(String::trim);
        url.filter(value -> SECRET.matcher(value).find()).ifPresent(value -> {
            throw keys.broken(
                    KEY,
                    "(not shown)",
                    "must not contain a user or password: set plume.jms.user and plume.jms.password");
        });
        url.filter(value -> !KNOWN.matcher(value).matches()).ifPresent(value -> {
            throw keys.broken(
                    KEY, value, "must be embedded, tcp://host:port, amqp://host:port, amqps://host:port or bean:NAME");
        });
        return new BrokerSettings(
                url.orElse(null),
                keys.text("plume.jms.user").orElse(null),
                keys.secret("plume.jms.password").orElse(null));
    }

    /** Connects as the user, if there is one, with the password as it is now. */
    Connection connect(ConnectionFactory client) throws JMSException {
        return user == null
                ? client.createConnection()
                : client.createConnection(user, password == null ? null : password.value());
    }

    /** Hides the password in a text from outside. */
    String hidden(String text) {
        return password == null ? text : text.replace(password.value(), "(not shown)");
    }

    boolean isOn() {
        return url != null;
    }

    boolean isEmbedded() {
        return EMBEDDED.equals(url);
    }

    /** Creates the exception for a URL that violates a rule. */
    RuntimeException refused(Settings keys, String rule) {
        return keys.broken(KEY, url, rule);
    }

    /** Returns the URL, without user and password. */
    @Override
    public String toString() {
        return String.valueOf(url);
    }
}
