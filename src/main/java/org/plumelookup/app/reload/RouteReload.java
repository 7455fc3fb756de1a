package org.plumelookup.app.reload;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.support.service.ServiceSupport;
import org.plumelookup.settings.ConfigurationException;
import org.plumelookup.text.Causes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reloads {@code routes/} when its files are no longer being written and a dry run of all of them succeeds; otherwise
 * the fault is logged once and the routes stay as they are.
 *
 * <p>The folder is polled, not watched, which works on every file system and ignores a change of the time stamp.
 */
public final class RouteReload extends ServiceSupport {
    private static final Logger LOG = LoggerFactory.getLogger(RouteReload.class);
    private static final long EVERY_MILLIS = 250;

    private final CamelContext context;
    private final Path folder;
    private final Rehearsal rehearsal;
    private final RouteReplacer replacer;
    private ScheduledExecutorService watch;
    private RouteSources running;
    private RouteSources seen;
    private RouteSources refused;
    private boolean waiting;

    /** Prepares a context for the replacement of its routes, before they are built. */
    public static void prepare(CamelContext context) {
        RouteReplacer.prepare(context);
    }

    /**
     * Creates the service.
     *
     * @param context the running context, which has the routes of the folder
     * @param folder the folder of the routes
     * @param rehearsal checks the files of the folder
     */
    public RouteReload(CamelContext context, Path folder, Rehearsal rehearsal) {
        this.context = context;
        this.folder = folder;
        this.rehearsal = rehearsal;
        this.replacer = new RouteReplacer(context);
    }

    @Override
    protected void doStart() throws Exception {
        running = RouteSources.read(folder);
        seen = running;
        watch = context.getExecutorServiceManager().newScheduledThreadPool(this, "plume-reload", 1);
        watch.scheduleWithFixedDelay(this::poll, EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
        LOG.info("Edits of {} are applied while the program runs.", folder);
    }

    @Override
    protected void doStop() {
        context.getExecutorServiceManager().shutdownNow(watch);
    }

    private void poll() {
        try {
            RouteSources now = RouteSources.read(folder);
            boolean quiet = now.equals(seen);
            seen = now;
            if (now.equals(running)) {
                refused = null;
                waiting = false;
            } else if (quiet && !now.equals(refused)) {
                apply(now);
            }
        } catch (IOException e) {
            LOG.debug("{} cannot be read now: {}", folder, e.toString());
        }
    }

    private void apply(RouteSources edited) throws IOException {
        try {
            rehearsal.run();
            if (!edited.equals(RouteSources.read(folder))) {
                return;
            }
            Collection<Path> changes = running.changesTo(edited);
            if (replacer.replace(running, edited, changes)) {
                running = edited;
                waiting = false;
                LOG.info("Applied: {}.", names(changes));
            } else if (!waiting) {
                waiting = true;
                LOG.info("The edit of {} waits for lookups in flight.", names(changes));
            }
        } catch (ConfigurationException e) {
            if (edited.equals(RouteSources.read(folder))) { // else the rehearsal may have met a half-written file
                refuse(edited, e.getMessage());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            refuse(edited, "It does not start: " + Causes.innermost(e).getMessage());
        }
    }

    private void refuse(RouteSources edited, String why) {
        refused = edited;
        LOG.error("The edit of {} is refused, the routes stay as they were. {}", names(running.changesTo(edited)), why);
    }

    private static Collection<Path> names(Collection<Path> files) {
        return files.stream().map(Path::getFileName).toList();
    }
}
