package org.plumelookup.support;

import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.plumelookup.app.Installation;
import org.plumelookup.app.StandAlone;
import org.plumelookup.batch.ProgressDisplay;
import org.plumelookup.fake.FakePlume;

/** A running service of a {@link Program}; stopped when it is closed, as {@code SIGTERM} does. */
public final class Service implements AutoCloseable {
    private final ProgramLog log;
    private final StandAlone program;
    private final CamelContext context;

    /** Starts it; throws what keeps it from starting. */
    Service(ProgramLog log, Installation installation) throws Exception {
        this.log = log;
        program = new StandAlone(installation, Map.of(), true, ProgressDisplay.log());
        try {
            context = log.keep(program::start);
        } catch (Exception e) {
            close();
            throw e;
        }
    }

    /**
     * Starts the program as the package leaves it, with its data in a folder.
     *
     * @param settings key, value, key, value
     */
    public static Service start(FakePlume plume, Path folder, String... settings) {
        try {
            return Program.in(folder).calling(plume, settings).service();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError("the service does not start", e);
        }
    }

    /** Returns the running context. */
    public CamelContext context() {
        return context;
    }

    /** Asks a health check. */
    public HealthCheck.Result health(String id) {
        return HealthCheckHelper.getHealthCheck(context, id).call();
    }

    @Override
    public void close() {
        try {
            log.keep(() -> {
                program.close();
                return null;
            });
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError("the service does not stop", e);
        }
    }
}
