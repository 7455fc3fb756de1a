package org.plumelookup.jms;

import jakarta.jms.ConnectionFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.plumelookup.observe.Readiness;
import org.plumelookup.settings.InstanceName;
import org.plumelookup.settings.Settings;

/**
 * Gives the routes what they need of a broker, where {@code plume.jms.broker-url} names one: {@code
 * plumeConnectionFactory}, {@code plumeListeners} and {@code plumeJmsRequests}.
 */
public final class BrokerBeans extends RouteBuilder {
    private static final String CONNECTION_FACTORY = "plumeConnectionFactory";

    private final boolean sources;

    /**
     * Prepares the beans.
     *
     * @param sources whether routes take account IDs in, so an embedded broker is needed from the start
     */
    public BrokerBeans(boolean sources) {
        this.sources = sources;
    }

    @Override
    public void configure() throws Exception {
        CamelContext context = getContext();
        Settings keys = Settings.of(context, InstanceName.PLUME);
        BrokerSettings settings = BrokerSettings.from(keys);
        if (!settings.isOn()) {
            return;
        }
        BrokerState state = new BrokerState(settings.url());
        EmbeddedBroker embedded = settings.isEmbedded()
                ? new EmbeddedBroker(
                        Path.of(keys.required("plume.jms.data")),
                        ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE))
                : null;
        BrokerConnections connections = new BrokerConnections(
                ConnectionFactories.of(context, keys, settings, embedded == null ? null : embedded.url()),
                settings,
                state,
                BrokerPreflight.most(keys),
                embedded == null ? () -> consumed(context) : List::of);
        context.getRegistry().bind(CONNECTION_FACTORY, connections);
        context.getRegistry().bind("plumeListeners", new ListenerContainers(state));
        context.getRegistry().bind("plumeJmsRequests", new RequestReader());
        Readiness.report(context, "plume-broker", state::trouble);
        context.addService(new BrokerService(embedded, connections));
        if (sources && embedded != null && context.isAutoStartup()) {
            embedded.start(); // not as a service: Camel would tell its failure in its own many words
        }
    }

    /** Returns what the routes consume from the broker. */
    static List<String> consumed(CamelContext context) {
        return Consumed.queues(
                context, context.getRegistry().lookupByNameAndType(CONNECTION_FACTORY, ConnectionFactory.class));
    }
}
