package org.plumelookup.jms;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.plumelookup.PlumeLookup;
import org.plumelookup.app.StandAlone;
import org.plumelookup.batch.ProgressDisplay;
import org.plumelookup.demo.FakePlume;

/** Runs the real program as a service in this process, with the shipped routes and keys, against a fake API. */
final class Service implements AutoCloseable {
    private final StandAlone program;
    private final CamelContext context;

    private Service(StandAlone program) throws Exception {
        this.program = program;
        this.context = program.start();
    }

    /**
     * Starts the service.
     *
     * @param plume the API
     * @param folder has inbox and outbox
     * @param settings key, value, key, value
     */
    static Service start(FakePlume plume, Path folder, String... settings) throws Exception {
        Map<String, String> all = new HashMap<>(Map.of(
                "plume.api.url",
                plume.url(),
                "plume.auth.token",
                "Bearer " + plume.issueToken(),
                "plume.budget.calls-per-second",
                "0",
                "plume.budget.window-calls",
                "0",
                "plume.retry.delay",
                "20ms",
                "plume.jms.user",
                BrokerProcess.USER,
                "plume.jms.password",
                BrokerProcess.PASSWORD,
                "plume.file.inbox",
                folder.resolve("inbox").toString(),
                "plume.file.outbox",
                folder.resolve("outbox").toString(),
                "camel.main.shutdownTimeout",
                "5"));
        for (int i = 0; i < settings.length; i += 2) {
            all.put(settings[i], settings[i + 1]);
        }
        StandAlone program = new StandAlone(PlumeLookup::new, all, true, ProgressDisplay.log());
        try {
            return new Service(program);
        } catch (Exception e) {
            program.close();
            throw e;
        }
    }

    CamelContext context() {
        return context;
    }

    /** Asks a health check. */
    HealthCheck.Result health(String id) {
        return HealthCheckHelper.getHealthCheck(context, id).call();
    }

    @Override
    public void close() {
        program.close();
    }
}
