package org.plumelookup.bench;

import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;
import org.messaginghub.pooled.jms.JmsPoolConnectionFactory;

/** A peer: the plain transacted JMS route that people write. */
final class QueueRoute extends RouteBuilder {
    /** Else the first consumers would take all messages, and the others none. */
    private static final String NO_PREFETCH = "?consumerWindowSize=0";

    private final String base;
    private final int consumers;

    private QueueRoute(String base, int consumers) {
        this.base = base;
        this.consumers = consumers;
    }

    /**
     * Looks up what is in the queue until it is stopped.
     *
     * @param args base URL, URL of the broker, consumers
     */
    public static void main(String[] args) throws Exception {
        JmsPoolConnectionFactory connections = new JmsPoolConnectionFactory();
        connections.setConnectionFactory(new ActiveMQConnectionFactory(args[1] + NO_PREFETCH));
        Main main = new Main();
        main.bind("connections", connections);
        main.configure().addRoutesBuilder(new QueueRoute(args[0], Integer.parseInt(args[2])));
        main.run();
    }

    @Override
    public void configure() {
        String client =
                "&throwExceptionOnFailure=false&connectionsPerRoute=" + consumers + "&maxTotalConnections=" + consumers;
        String jms = "?connectionFactory=#connections&transacted=true&lazyCreateTransactionManager=false";
        // @formatter:off
        from("jms:" + QueueLoad.REQUESTS + jms + "&cacheLevelName=CACHE_CONSUMER&concurrentConsumers=" + consumers)
                .setProperty("account", body())
                .removeHeaders("*")
                .setHeader("Authorization", constant(Accounts.AUTHORIZATION))
                .toD(base + Accounts.search("${body}") + client)
                .setProperty("status", header(Exchange.HTTP_RESPONSE_CODE))
                .removeHeaders("*")
                .setBody(simple("${exchangeProperty.account},${body}"))
                .choice()
                .when(exchangeProperty("status").isEqualTo(200))
                .to("jms:" + QueueLoad.FOUND + jms)
                .otherwise()
                .to("jms:" + QueueLoad.ERRORS + jms);
        // @formatter:on
    }
}
