package org.plumelookup.flow.routes;

import java.util.Map;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.plumelookup.jms.BrokerBeans;
import org.plumelookup.support.Patience;

/** Runs routes with the broker in this JVM. */
abstract class QueueRouteTestSupport extends RouteTestSupport {
    @Override
    protected Map<String, String> settings() throws Exception {
        Map<String, String> settings = super.settings();
        settings.put("plume.jms.broker-url", "embedded");
        settings.put("plume.jms.data", folder.resolve("data").toString());
        return settings;
    }

    @Override
    protected RoutesBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() throws Exception {
                getContext().addRoutes(QueueRouteTestSupport.super.createRouteBuilder());
                getContext().addRoutes(new BrokerBeans(true));
            }
        };
    }

    static String queue(String name) {
        return "jms:" + name + "?connectionFactory=#plumeConnectionFactory";
    }

    final String receive(String queue) {
        return consumer.receiveBody(queue(queue), Patience.LONGEST.toMillis(), String.class);
    }
}
