package org.plumelookup.jms;

import jakarta.jms.ConnectionFactory;
import java.util.Locale;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.camel.CamelContext;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.apache.qpid.jms.policy.JmsDefaultPrefetchPolicy;
import org.plumelookup.settings.Settings;

/** Chooses the client library for a broker, and lets it fetch no message ahead: what is not in work stays in the broker. */
final class ConnectionFactories {
    private ConnectionFactories() {}

    /**
     * Makes a connection factory; it has not connected yet.
     *
     * @param context has the bean of a {@code bean:} URL
     * @param keys tell which key to change
     * @param settings name the broker
     * @param embedded URL of the broker in this process, where that is meant
     * @throws org.plumelookup.settings.ConfigurationException if the URL cannot be used
     */
    static ConnectionFactory of(CamelContext context, Settings keys, BrokerSettings settings, String embedded) {
        if (settings.url().startsWith(BrokerSettings.BEAN)) {
            String name = settings.url().substring(BrokerSettings.BEAN.length());
            return bean(context, keys, settings, name);
        }
        try {
            return settings.url().startsWith("amqp")
                    ? amqp(settings.url())
                    : artemis(settings.isEmbedded() ? embedded : settings.url(), keys);
        } catch (IllegalArgumentException e) {
            throw settings.refused(keys, "is no URL of a broker: " + e.getMessage());
        }
    }

    private static ConnectionFactory bean(CamelContext context, Settings keys, BrokerSettings settings, String name) {
        Object bean = context.getRegistry().lookupByName(name);
        if (bean instanceof ConnectionFactory factory) {
            return factory;
        }
        throw settings.refused(
                keys,
                bean == null
                        ? String.format(
                                Locale.ROOT,
                                "there is no bean of this name: declare it with camel.beans.%s=#class:..",
                                name)
                        : String.format(
                                Locale.ROOT,
                                "%s is no jakarta.jms.ConnectionFactory",
                                bean.getClass().getName()));
    }

    private static ConnectionFactory artemis(String url, Settings keys) {
        ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(url);
        factory.setConsumerWindowSize(0);
        factory.getServerLocator().addIncomingInterceptor(new LargeBodies(keys.required("plume.jms.request-queue")));
        return factory;
    }

    private static ConnectionFactory amqp(String url) {
        JmsConnectionFactory factory = new JmsConnectionFactory(url);
        JmsDefaultPrefetchPolicy none = new JmsDefaultPrefetchPolicy();
        none.setAll(0);
        factory.setPrefetchPolicy(none);
        return factory;
    }
}
