package org.plumelookup.app;

import java.nio.file.Path;
import java.util.function.Predicate;
import org.apache.camel.CamelContext;
import org.plumelookup.observe.FolderHealth;
import org.plumelookup.observe.HealthReport;
import org.plumelookup.observe.MetricsPage;
import org.plumelookup.observe.ObserveServer;
import org.plumelookup.observe.ObserveSettings;
import org.plumelookup.observe.Readiness;
import org.plumelookup.observe.status.StatusSite;
import org.plumelookup.settings.InstanceName;
import org.plumelookup.settings.Settings;
import org.plumelookup.settings.Version;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows health, metrics and the status page by HTTP, from before its routes are built until they have stopped. */
final class Observation implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Observation.class);
    private static final String OUTBOX = "plume.file.outbox";

    private final Predicate<String> isSet;
    private final boolean inbox;
    private ObserveServer server;

    /**
     * Prepares it.
     *
     * @param isSet returns whether the user has given a key a value
     * @param inbox whether the inbox is watched, so that its folder is checked
     */
    Observation(Predicate<String> isSet, boolean inbox) {
        this.isSet = isSet;
        this.inbox = inbox;
    }

    /**
     * Opens the port.
     *
     * @param context one whose properties are read and in which no route is yet, so that the flow finds the registry
     * @param rehearsed whether nothing is opened: another process may have the port rightly
     */
    void begin(CamelContext context, boolean rehearsed) {
        Settings keys = Settings.of(context, InstanceName.PLUME);
        ObserveSettings settings = ObserveSettings.from(keys);
        if (!settings.isOn() || rehearsed) {
            return;
        }
        HealthReport health = new HealthReport(context, settings.readyInHold());
        MetricsPage metrics = new MetricsPage(context, health);
        try {
            server = ObserveServer.open(
                    settings,
                    keys,
                    isSet.test(ObserveSettings.PORT),
                    health,
                    metrics,
                    new StatusSite(context, settings, Path.of(keys.required(OUTBOX)), Version.number(), health::json));
            context.addService(server);
            tell(settings);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("health and metrics cannot be shown", e);
        }
        addChecks(context, keys, settings, metrics);
    }

    private void tell(ObserveSettings settings) {
        if (settings.password().isPresent() || settings.address().isLoopbackAddress()) {
            LOG.info("Status page: {}", server.root());
        } else {
            LOG.info("Status page: none, because other machines could see it. Set {}.", ObserveSettings.PASSWORD_FILE);
        }
    }

    private void addChecks(CamelContext context, Settings keys, ObserveSettings settings, MetricsPage metrics) {
        Path outbox = Path.of(keys.required(OUTBOX));
        if (inbox) {
            Readiness.report(
                    context,
                    "plume-inbox-folder",
                    FolderHealth.writable("plume.file.inbox", Path.of(keys.required("plume.file.inbox"))));
        }
        Readiness.report(context, "plume-outbox-folder", FolderHealth.writable(OUTBOX, outbox));
        Readiness.report(
                context,
                "plume-disk",
                FolderHealth.space(outbox, settings.leastSpace(), "plume.observe.least-space", metrics::diskFree));
    }

    /** Closes it if the start failed before the context would close it. */
    @Override
    public void close() {
        if (server != null) {
            server.stop();
        }
    }
}
