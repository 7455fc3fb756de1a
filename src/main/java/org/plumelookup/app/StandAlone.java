package org.plumelookup.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.util.IOHelper;
import org.plumelookup.batch.ProgressDisplay;
import org.plumelookup.config.ConfigurationException;
import org.plumelookup.config.Keys;
import org.plumelookup.config.KnownKeys;

/**
 * Runs the flow in a Camel of its own, with {@code config/} and {@code routes/} of the program's folder.
 *
 * <p>Used by one thread; the context in it is thread-safe as ever.
 */
public final class StandAlone implements AutoCloseable {
    /** System property with the program's folder; the current folder where it is not set. */
    public static final String HOME = "app.home";

    private static final String SOURCES = "plume-from-*";

    private final Main main = new Main();
    private final Path routes;

    /**
     * Prepares a start.
     *
     * @param flow adds the flow
     * @param settings go before the configuration, by key
     * @param sources whether the routes that take account IDs in are started, those whose ID begins with {@code plume-from-}
     * @param display shows the progress of batches
     * @throws ConfigurationException if there are no routes, or a key is unknown
     */
    public StandAlone(RoutesBuilder flow, Map<String, String> settings, boolean sources, ProgressDisplay display) {
        Path home = Path.of(System.getProperty(HOME, ""));
        Path config = home.resolve("config/application.properties").toAbsolutePath();
        routes = home.resolve("routes").toAbsolutePath();
        if (!Files.isDirectory(routes)) {
            throw new ConfigurationException(
                    "There is no folder %s: start the program from its own folder, or set -D%s to it."
                            .formatted(routes, HOME));
        }
        KnownKeys.check(config);
        main.setPropertyPlaceholderLocations((Files.exists(config) ? "file:" + config + "," : "")
                + "classpath:org/plumelookup/application.properties");
        main.configure().withRoutesIncludePattern("file:" + routes + "/*.camel.yaml");
        if (!sources) {
            main.configure().withAutoStartupExcludePattern(SOURCES);
        }
        main.addMainListener(new CommandLineFirst(settings));
        main.addMainListener(new ShortErrors());
        main.bind("plumeProgress", display);
        main.configure().addRoutesBuilder(flow);
    }

    /**
     * Lets settings of the command line go before the environment. Camel asks the environment first of all, so it is
     * asked last instead, after what it says of our keys was put under the command line's settings. And reads the
     * configuration as UTF-8, for a column can have any name.
     */
    private static final class CommandLineFirst extends MainListenerSupport {
        private final Properties settings = new Properties();

        CommandLineFirst(Map<String, String> commandLine) {
            for (String key : Keys.shipped().stringPropertyNames()) {
                String variable = IOHelper.lookupEnvironmentVariable(key);
                String value = variable == null ? System.getProperty(key) : variable;
                if (value != null) {
                    settings.setProperty(key, value);
                }
            }
            settings.putAll(commandLine);
        }

        @Override
        public void beforeInitialize(BaseMainSupport main) {
            PropertiesComponent properties =
                    (PropertiesComponent) main.getCamelContext().getPropertiesComponent();
            properties.setEnvironmentVariableMode(PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_FALLBACK);
            properties.setSystemPropertiesMode(PropertiesComponent.SYSTEM_PROPERTIES_MODE_FALLBACK);
            properties.setOverrideProperties(settings);
            properties.setEncoding("UTF-8");
        }
    }

    /**
     * Starts Camel and checks that every direct endpoint has a consumer.
     *
     * @return the running context
     * @throws ConfigurationException if a setting cannot be used
     */
    public CamelContext start() throws Exception {
        try {
            main.start();
        } catch (Exception e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof ConfigurationException configuration) {
                    throw configuration;
                }
            }
            throw RouteFault.find(e, routes).map(Exception.class::cast).orElse(e);
        }
        DirectEndpoints.check(main.getCamelContext());
        return main.getCamelContext();
    }

    /** Stops Camel: nothing new is taken, lookups in flight end or are left for the next start. */
    @Override
    public void close() {
        main.stop();
    }
}
