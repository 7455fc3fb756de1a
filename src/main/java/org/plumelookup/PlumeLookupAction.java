package org.plumelookup;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.Registry;
import org.plumelookup.api.LookupOutcome;
import org.plumelookup.lookup.OutcomeJson;
import org.plumelookup.settings.InstanceName;

/**
 * Implements the Kamelet {@code plume-lookup-action}: one object for each use of the Kamelet. Not for other callers.
 *
 * <p>Each set of settings is an instance of the flow with its own token and answers; uses with the same settings
 * share one. All instances of one API host share a call budget. Thread-safe once it is started.
 */
public final class PlumeLookupAction implements CamelContextAware {
    private static final String INSTANCES = "plumeKamelets";

    private final Map<String, String> settings = new TreeMap<>();
    private CamelContext context;
    private ProducerTemplate template;
    private String lookup;

    /** Keeps the prefix of each set of settings in a context. */
    private static final class Instances {
        private final Map<Map<String, String>, InstanceName> prefixes = new HashMap<>();
        private int tried;

        static synchronized Instances of(CamelContext context) {
            Registry registry = context.getRegistry();
            Instances bound = registry.lookupByNameAndType(INSTANCES, Instances.class);
            if (bound == null) {
                bound = new Instances();
                registry.bind(INSTANCES, bound);
            }
            return bound;
        }

        /** Returns the instance with these settings; adds it to the context first if there is none. */
        synchronized InstanceName get(CamelContext context, Map<String, String> settings) throws Exception {
            InstanceName known = prefixes.get(settings);
            if (known != null) {
                return known;
            }
            InstanceName prefix = new InstanceName(InstanceName.PLUME.name("kamelet-" + ++tried));
            try {
                context.addRoutes(PlumeLookup.routes(settings).withPrefix(prefix.text()));
                start(context, prefix);
            } catch (Exception e) { // the signature of Camel
                remove(context, prefix);
                throw e;
            }
            prefixes.put(settings, prefix);
            return prefix;
        }
    }

    /**
     * Starts the routes if the context itself is still starting, as Camel does for a Kamelet's routes. At the end Camel
     * clears the values of the template that is being built, so they are restored.
     */
    private static void start(CamelContext context, InstanceName prefix) throws Exception {
        ModelCamelContext model = (ModelCamelContext) context;
        List<RouteDefinition> waiting = routes(model, prefix)
                .filter(route -> context.getRoute(route.getId()) == null)
                .toList();
        if (!waiting.isEmpty()) {
            Properties values = context.getPropertiesComponent().getLocalProperties();
            model.startRouteDefinitions(waiting);
            context.getPropertiesComponent().setLocalProperties(values);
        }
    }

    /** Removes the routes of an instance that does not start, because the context would try to start them again. */
    private static void remove(CamelContext context, InstanceName prefix) throws Exception {
        ModelCamelContext model = (ModelCamelContext) context;
        model.removeRouteDefinitions(routes(model, prefix).toList());
    }

    private static Stream<RouteDefinition> routes(ModelCamelContext model, InstanceName prefix) {
        return model.getRouteDefinitions().stream()
                .filter(route -> route.getId().startsWith(prefix.name("")));
    }

    /**
     * Returns the settings, to be filled in before the start.
     *
     * @return values by key; a blank one is not set
     */
    public Map<String, String> getSettings() {
        return settings;
    }

    /**
     * Adds the flow to the context, unless a use with the same settings did.
     *
     * @throws IllegalArgumentException if a setting cannot be used, with its value, its rule and its key
     * @throws Exception if Camel cannot start the flow; then it can be started again
     */
    public void start() throws Exception {
        Map<String, String> given = new TreeMap<>();
        settings.forEach((key, value) -> {
            if (!value.isBlank()) {
                given.put(dashed(key), value);
            }
        });
        lookup = Instances.of(context).get(context, given).direct("lookup");
        template = context.createProducerTemplate();
    }

    /** Undoes what Camel's YAML does to names: it makes tokenUrl of token-url. */
    private static String dashed(String key) {
        return key.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    /**
     * Looks up the account ID in the body and replaces the body by the outcome as one JSON document; the header {@code
     * plumeOutcome} names the outcome. The other headers stay as they are; none is sent to the API.
     *
     * @param exchange has the account ID as its body
     */
    public void lookup(Exchange exchange) {
        Object body = exchange.getMessage().getBody();
        LookupOutcome outcome = template.requestBody(lookup, body, LookupOutcome.class);
        exchange.getMessage().setBody(OutcomeJson.reply(outcome));
        exchange.getMessage().setHeader("plumeOutcome", outcome.outcome().text());
    }

    @Override
    public CamelContext getCamelContext() {
        return context;
    }

    @Override
    public void setCamelContext(CamelContext context) {
        this.context = context;
    }
}
