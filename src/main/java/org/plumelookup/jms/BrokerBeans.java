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
 * Binds the beans that the JMS routes use, if {@code plume.jms.broker-url} is set: {@code
 * plumeConnectionFactory}, {@code plumeListeners} and {@code plumeJmsRequests}.
 */
public final class BrokerBeans extends RouteBuilder {
    private static final String CONNECTION_FACTORY = "plumeConnectionFactory";

    private final boolean sources;

    /**
     * Prepares the beans.
     *
     * @param sources whether routes consume account IDs, so that an embedded broker is needed from the start
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
                BrokerPreflight.timeout(keys),
                embedded == null ? () -> consumed(context) : List::of);
        context.getRegistry().bind(CONNECTION_FACTORY, connections);
        context.getRegistry().bind("plumeListeners", new ListenerContainers(state));
        context.getRegistry().bind("plumeJmsRequests", new RequestReader());
        Readiness.report(context, "plume-broker", state::issue);
        context.addService(new BrokerService(embedded, connections));
        if (sources && embedded != null && context.isAutoStartup()) {
            embedded.start(); // not as a service: Camel would wrap its failure in a long message of its own
        }
    }

    /** Returns the queues that the routes consume from the broker. */
    static List<String> consumed(CamelContext context) {
        return ConsumedQueues.of(
                context, context.getRegistry().lookupByNameAndType(CONNECTION_FACTORY, ConnectionFactory.class));
    }
}
