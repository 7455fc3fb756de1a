package org.plumelookup.support;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.plumelookup.PlumeLookup;
import org.plumelookup.app.Installation;
import org.plumelookup.app.StandAlone;
import org.plumelookup.batch.ProgressDisplay;
import org.plumelookup.config.Keys;
import org.plumelookup.demo.FakePlume;

/**
 * Runs the shipped routes and configuration in this JVM against a fake API, with settings of a test before them: calls
 * are unlimited, retries quick, and inbox and outbox are folders of the test.
 */
public final class Service implements AutoCloseable {
    private final StandAlone program;
    private final CamelContext context;

    private Service(Map<String, String> settings) {
        program = new StandAlone(Installation.ofThisProcess(PlumeLookup::new), settings, true, ProgressDisplay.log());
        try {
            context = program.start();
        } catch (Exception e) {
            program.close();
            throw e instanceof RuntimeException ours ? ours : new IllegalStateException(e);
        }
    }

    /**
     * Starts the service.
     *
     * @param plume the API
     * @param folder where the inbox and the outbox are
     * @param settings key, value, key, value
     */
    public static Service start(FakePlume plume, Path folder, String... settings) {
        Map<String, String> all = Settings.of(plume, settings);
        all.putIfAbsent("plume.file.inbox", folder.resolve("inbox").toString());
        all.putIfAbsent("plume.file.outbox", folder.resolve("outbox").toString());
        all.putIfAbsent("camel.main.shutdownTimeout", "10");
        Properties shipped = Keys.shipped(); // else the environment of whoever runs the tests could lead elsewhere
        shipped.stringPropertyNames().stream()
                .filter(key -> key.startsWith("plume."))
                .forEach(key -> all.putIfAbsent(key, shipped.getProperty(key)));
        return new Service(all);
    }

    /** Gives the running context. */
    public CamelContext context() {
        return context;
    }

    /** Asks a health check. */
    public HealthCheck.Result health(String id) {
        return HealthCheckHelper.getHealthCheck(context, id).call();
    }

    @Override
    public void close() {
        program.close();
    }
}
