package org.plumelookup.app;

import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.main.SimpleMainShutdownStrategy;
import org.plumelookup.app.reload.RouteReload;
import org.plumelookup.batch.BatchLogContext;
import org.plumelookup.batch.ProgressDisplay;
import org.plumelookup.jms.BrokerBeans;
import org.plumelookup.observe.ObserveSettings;
import org.plumelookup.settings.ConfigurationException;
import org.plumelookup.settings.InstanceName;
import org.plumelookup.settings.Settings;
import org.plumelookup.settings.SettingsCheck;
import org.plumelookup.text.Causes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the flow in its own Camel context, with {@code config/} and {@code routes/} of the program's folder.
 *
 * <p>Used by one thread; its context is thread-safe.
 */
public final class StandAlone implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StandAlone.class);
    private static final Duration LAST_STEPS = Duration.ofSeconds(10);
    private static final String SOURCES = "plume-from-*";
    private static final String TEMPLATES = "classpath:org/plumelookup/templates/plume-source.camel.yaml,"
            + "classpath:org/plumelookup/templates/plume-inbox.camel.yaml,"
            + "classpath:org/plumelookup/templates/plume-sink.camel.yaml";

    private final Main main;
    private final Installation installation;
    private final boolean sources;
    private final Observation observation;
    private final ServiceLog log;
    private final AtomicBoolean ready = new AtomicBoolean();

    /**
     * Creates the program; {@link #start} starts it.
     *
     * @param installation the installation to start
     * @param settings values by key, which override the configuration
     * @param sources whether the routes that consume account IDs are started, whose IDs begin with {@code plume-from-}
     * @param display shows the progress of batches
     * @throws ConfigurationException if there are no routes
     */
    public StandAlone(
            Installation installation, Map<String, String> settings, boolean sources, ProgressDisplay display) {
        this.installation = installation;
        this.sources = sources;
        observation = new Observation(key -> isSet(key, settings), sources);
        log = sources ? new ServiceLog(installation) : null;
        boolean observed = sources || settings.containsKey(ObserveSettings.PORT);
        main = new BeforeRoutes(installation.environment(), observed ? observation : null, log);
        main.configure().setJmxEnabled(observed); // a fifth of the start of a file; the key of that name overrides it
        // Camel's own adds a shutdown hook, and a stop by another hook may wait for it for 15 s.
        main.setShutdownStrategy(new SimpleMainShutdownStrategy());
        if (!Files.isDirectory(installation.routes())) {
            throw new ConfigurationException(String.format(
                    Locale.ROOT,
                    "There is no folder %s: start the program from its own folder, or set -D%s to that folder.",
                    installation.routes(),
                    Installation.HOME));
        }
        main.setPropertyPlaceholderLocations("classpath:org/plumelookup/application.properties");
        main.configure().withRoutesIncludePattern(TEMPLATES + ",file:" + installation.routes() + "/*.camel.yaml");
        if (!sources) {
            main.configure().withAutoStartupExcludePattern(SOURCES);
        }
        main.addMainListener(new CommandLineFirst(installation, settings));
        main.addMainListener(new ShortErrors());
        main.addMainListener(new ReloadSwitch());
        main.bind("plumeProgress", display);
        main.bind("plumeBatchLogContext", new BatchLogContext()); // Camel adds it to the context
        main.bind(SettingsCheck.CHECKED, true); // before the start, or by the check that reports them all
        main.configure().addRoutesBuilder(installation.flow().get());
        main.configure().addRoutesBuilder(new BrokerBeans(sources));
    }

    /** Returns whether a key is set on purpose: the value that the configuration is shipped with is not. */
    private boolean isSet(String key, Map<String, String> commandLine) {
        String shipped = Settings.shipped().get(key);
        return commandLine.containsKey(key)
                || installation.settings().containsKey(key)
                || !installation
                        .configuration()
                        .getProperty(key, shipped)
                        .trim()
                        .equals(shipped);
    }

    /**
     * Configures TLS stores, proxy and observation after their settings are read and before the routes are built.
     * Checks the folders of a service, and logs with what it starts, before the routes start.
     */
    private static final class BeforeRoutes extends Main {
        private final Map<String, String> environment;
        private final Observation observation;
        private final ServiceLog log;

        BeforeRoutes(Map<String, String> environment, Observation observation, ServiceLog log) {
            this.environment = environment;
            this.observation = observation;
            this.log = log;
        }

        @Override
        protected void autoconfigure(CamelContext context) throws Exception {
            TlsStores.prepare(context, configure().sslConfig(), environment);
            super.autoconfigure(context);
            TlsStores.check(context);
            new EnvironmentProxy(environment).use(context);
            Settings keys = Settings.of(context, InstanceName.PLUME);
            LogFormat.from(keys);
            if (observation != null) {
                if (isService()) {
                    List<Folders.Finding> folders = new ArrayList<>(Folders.of(keys));
                    folders.addAll(Folders.ofBroker(keys));
                    Folders.require(folders); // before the broker starts
                }
                observation.begin(context, !configure().isAutoStartup());
            }
        }

        @Override
        protected void doStart() throws Exception {
            if (isService()) {
                CamelContext context = getCamelContext();
                context.getRegistry().findByType(Settings.class).forEach(keys -> Folders.require(Folders.of(keys)));
                log.starting(context);
            }
            super.doStart();
        }

        /** Returns whether it is a service, and no check, which reports folders itself. */
        private boolean isService() {
            return log != null && configure().isAutoStartup();
        }
    }

    /**
     * Orders the settings: command line, then environment, then configuration. Camel would use the environment first;
     * here it comes last, after its values for our keys have been added below the command line's. The configuration is
     * read here, because Camel would not skip its byte order mark.
     */
    private static final class CommandLineFirst extends MainListenerSupport {
        private final Properties settings;

        CommandLineFirst(Installation installation, Map<String, String> commandLine) {
            settings = installation.configuration();
            settings.putAll(installation.settings());
            settings.putAll(commandLine);
        }

        @Override
        public void beforeInitialize(BaseMainSupport main) {
            PropertiesComponent properties =
                    (PropertiesComponent) main.getCamelContext().getPropertiesComponent();
            properties.setEnvironmentVariableMode(PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_FALLBACK);
            properties.setSystemPropertiesMode(PropertiesComponent.SYSTEM_PROPERTIES_MODE_FALLBACK);
            properties.setOverrideProperties(settings);
        }
    }

    /** Builds everything, but starts nothing: no route runs, no producer connects, JMX is off. */
    private static final class NoStart extends MainListenerSupport {
        @Override
        public void beforeInitialize(BaseMainSupport main) {
            main.getCamelContext().disableJMX();
        }

        @Override
        public void afterConfigure(BaseMainSupport main) {
            main.getCamelContext().setAutoStartup(false);
            main.getCamelContext().getGlobalEndpointConfiguration().setLazyStartProducer(true);
        }
    }

    /** Prepares the routes for reloading before they are built; an invalid switch is refused like any other key. */
    private static final class ReloadSwitch extends MainListenerSupport {
        @Override
        public void afterConfigure(BaseMainSupport main) {
            if (Settings.of(main.getCamelContext(), InstanceName.PLUME).bool("plume.reload")) {
                RouteReload.prepare(main.getCamelContext());
            }
        }
    }

    /**
     * Starts Camel and checks that every direct endpoint has a consumer.
     *
     * @return the running context
     * @throws ConfigurationException if a setting cannot be used, or a key is unknown
     */
    public CamelContext start() throws Exception {
        SettingsCheck.check(installation.given());
        CamelContext context = launch();
        if (Settings.of(context, InstanceName.PLUME).bool("plume.reload")) {
            context.addService(new RouteReload(
                    context, installation.routes(), () -> rehearse(installation, values(context), rehearsed -> {})));
        }
        if (log != null) {
            log.ready(context);
            ready.set(true);
        }
        return context;
    }

    /**
     * Builds everything that a start would build, without starting it, and closes it again.
     *
     * @param installation the installation
     * @param settings values by key, which override the configuration
     * @param stage uses the context
     * @throws ConfigurationException if a start would fail with it
     */
    public static void rehearse(Installation installation, Map<String, String> settings, Stage stage) throws Exception {
        try (StandAlone camel = new StandAlone(installation, settings, true, ProgressDisplay.log())) {
            camel.main.configure().setAutoStartup(false); // known to the routes while they are built
            camel.main.addMainListener(new NoStart());
            stage.use(camel.launch());
        }
    }

    /** Uses a context in which everything is built and nothing is started. */
    public interface Stage {

        /**
         * Uses the context before it is closed.
         *
         * @param context a context whose routes do not run
         */
        void use(CamelContext context) throws Exception;
    }

    /** Returns the values of the keys in a running context, because the file can have changed since. */
    private static Map<String, String> values(CamelContext context) {
        Settings keys = Settings.of(context, InstanceName.PLUME);
        return Settings.shipped().keySet().stream()
                .filter(key -> key.startsWith("plume."))
                .collect(Collectors.toMap(key -> key, key -> keys.text(key).orElse("")));
    }

    private CamelContext launch() throws Exception {
        RouteFault.checkEncoding(installation.routes());
        try {
            main.start();
        } catch (Exception e) {
            throw Causes.find(e, ConfigurationException.class)
                    .or(() -> RouteFault.find(e, installation.routes()))
                    .map(Exception.class::cast)
                    .orElse(e);
        }
        CamelContext context = main.getCamelContext();
        SettingsCheck.checkPrefixes(
                installation.given(),
                installation.config().toString(),
                prefix -> context.getRoute(prefix.name("lookup")) != null);
        DirectEndpoints.check(context, installation.routes());
        return context;
    }

    /** Stops Camel: nothing new is consumed; lookups in flight end or are left for the next start. */
    @Override
    public void close() {
        boolean told = ready.getAndSet(false);
        if (told) {
            log.stopping(main.configure().getShutdownTimeout());
        }
        main.stop();
        observation.close();
        if (told) {
            log.stopped();
        }
    }

    /**
     * Stops Camel as {@link #close} does, for a process that ends right after: waits at most
     * {@code camel.main.shutdownTimeout} and ten seconds more, because a library may wait forever, such as for space in
     * a full queue. Unfinished work is left for the next start, as after a kill.
     */
    public void closeInTime() throws InterruptedException {
        Thread closing = new Thread(this::close, "plume-close");
        closing.setDaemon(true);
        closing.start();
        Duration most =
                Duration.ofSeconds(main.configure().getShutdownTimeout()).plus(LAST_STEPS);
        closing.join(most.toMillis());
        if (closing.isAlive()) {
            LOG.warn(
                    "The stop did not finish within {} s; a message may be waiting for space in a full queue. The rest"
                            + " is left for the next start; nothing is lost.",
                    most.toSeconds());
        }
    }
}
