package org.plumelookup.support;

import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.BeforeEach;
import org.plumelookup.PlumeLookup;
import org.plumelookup.api.LookupOutcome;

/**
 * Runs the flow in Camel's test kit, over real HTTP: in a context of each method, or of the class if that is
 * {@code @TestInstance(PER_CLASS)}. A mock endpoint stands only for what lies beyond our channels.
 */
public abstract class FlowTestSupport extends CamelTestSupport {

    /** Returns the settings by key, which go before the shipped configuration; asked before the context is created. */
    protected abstract Map<String, String> settings() throws Exception;

    /** Lists files of {@code routes/}, such as {@code plume-to-channels}, that run besides the flow. */
    protected String[] files() {
        return new String[0];
    }

    @Override
    protected CamelContext createCamelContext() throws Exception {
        DefaultCamelContext context = Flow.context(settings());
        for (String file : files()) {
            Path path = Path.of("routes", file + ".camel.yaml");
            PluginHelper.getRoutesLoader(context)
                    .loadRoutes(PluginHelper.getResourceLoader(context).resolveResource("file:" + path));
        }
        return context;
    }

    /** Adds the flow, and nothing else. */
    @Override
    protected RoutesBuilder createRouteBuilder() {
        return new PlumeLookup();
    }

    /** What a mock of a shared context got in another method does not count. */
    @BeforeEach
    void forgetWhatMocksReceived() {
        MockEndpoint.resetMocks(context);
    }

    /** Looks one account up and waits for its outcome. */
    protected final LookupOutcome lookup(Object account) {
        return template.requestBody("direct:plume-lookup", account, LookupOutcome.class);
    }
}
