package org.plumelookup.jms;

import jakarta.jms.ConnectionFactory;
import java.util.Locale;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.camel.CamelContext;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.apache.qpid.jms.policy.JmsDefaultPrefetchPolicy;
import org.plumelookup.settings.Settings;

/** Creates the connection factory for a broker, without prefetch: unprocessed messages stay in the broker. */
final class ConnectionFactories {
    private ConnectionFactories() {}

    /**
     * Creates a connection factory; it does not connect yet.
     *
     * @param context the context with the bean of a {@code bean:} URL
     * @param keys the settings, for messages
     * @param settings the broker
     * @param embedded URL of the embedded broker, if it is used
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
            throw settings.refused(keys, "is not a valid broker URL: " + e.getMessage());
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
                                "there is no bean with this name: declare it with camel.beans.%s=#class:..",
                                name)
                        : String.format(
                                Locale.ROOT,
                                "%s is not a jakarta.jms.ConnectionFactory",
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
