package host.war;

import host.behaviour.HostBehaviour;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.plumelookup.PlumeLookup;
import org.plumelookup.api.LookupOutcome;

/** The host: a context that lives as long as the web application, with the lookup behind a servlet. */
public final class HostListener implements ServletContextListener {
    private final CamelContext context = new DefaultCamelContext();
    private final HostBehaviour behaviour = new HostBehaviour();

    @Override
    public void contextInitialized(ServletContextEvent event) {
        try {
            behaviour.addTo(context);
            if (Boolean.getBoolean("host.lookup")) {
                context.addRoutes(PlumeLookup.routes());
            }
            context.addRoutes(new Web());
            context.start();
        } catch (Exception e) {
            context.stop();
            throw new IllegalStateException(e);
        }
    }

    private final class Web extends RouteBuilder {
        @Override
        public void configure() {
            from("servlet:lookup")
                    .routeId("web-lookup")
                    .setBody(header("id"))
                    .enrich("direct:plume-lookup", (old, answer) -> {
                        LookupOutcome outcome = answer.getMessage().getBody(LookupOutcome.class);
                        old.getMessage().setBody(outcome.outcome().text());
                        return old;
                    });
            from("servlet:seen")
                    .routeId("web-seen")
                    .process(exchange -> exchange.getMessage()
                            .setBody(behaviour.observe(exchange.getContext()).toString()));
            from("servlet:intercepted")
                    .routeId("web-intercepted")
                    .process(exchange -> exchange.getMessage().setBody(behaviour.intercepted.toString()));
            if (Boolean.getBoolean("host.broken")) {
                from("direct:broken").to("no-such-component:anywhere");
            }
        }
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        context.stop();
    }
}
