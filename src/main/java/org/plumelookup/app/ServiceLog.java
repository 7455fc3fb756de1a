package org.plumelookup.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.component.direct.DirectEndpoint;
import org.apache.camel.component.http.HttpComponent;
import org.plumelookup.resilience.BudgetSettings;
import org.plumelookup.settings.InstanceName;
import org.plumelookup.settings.Settings;
import org.plumelookup.text.DurationText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs with what a service starts, when it is ready, and what waits when it has stopped. Used by one thread at a time.
 */
final class ServiceLog {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceLog.class);

    private final Installation installation;
    private final List<Path> inboxes = new ArrayList<>();
    private long ready;

    /**
     * Creates the log of a service.
     *
     * @param installation what is started
     */
    ServiceLog(Installation installation) {
        this.installation = installation;
    }

    /**
     * Logs the versions, and the API, the pace and the folders of each instance.
     *
     * @param context a context whose routes are built and not started
     */
    void starting(CamelContext context) throws IOException {
        LOG.info(
                "{} starts, with config/ and routes/ of {}.",
                new ProgramVersion().getVersion()[0],
                installation.folder());
        LOG.info("Java {}, {}", Runtime.version(), CamelVersion.of(context).text());
        for (Path file : RouteFiles.in(installation.routes()).ignored()) {
            LOG.warn("{}", RouteFiles.whyIgnored(file));
        }
        context.getRegistry().findByType(Settings.class).stream()
                .sorted(Comparator.comparing(keys -> keys.prefix().text()))
                .forEach(keys -> starting(context, keys));
    }

    private void starting(CamelContext context, Settings keys) {
        String instance =
                keys.prefix().equals(InstanceName.PLUME) ? "" : keys.prefix().text() + ": ";
        String url = keys.url("plume.api.url");
        LOG.info("{}API: {}, {}", instance, url, proxy(context, url));
        LOG.info("{}Pace: {}", instance, BudgetSettings.from(keys).pace());
        Path inbox = Path.of(keys.required("plume.file.inbox")).toAbsolutePath();
        Path outbox = Path.of(keys.required("plume.file.outbox")).toAbsolutePath();
        LOG.info("{}Folders: inbox {}, outbox {}", instance, inbox, outbox);
        inboxes.add(inbox);
    }

    private static String proxy(CamelContext context, String url) {
        HttpComponent http = context.getComponent(url.substring(0, url.indexOf(':')), HttpComponent.class);
        if (http.getProxyHost() == null) {
            return "no proxy";
        }
        String direct = http.getNonProxyHosts();
        return String.format(
                Locale.ROOT,
                "proxy %s:%d%s",
                http.getProxyHost(),
                http.getProxyPort(),
                direct == null ? "" : " (not for " + direct.replace(",", ", ") + ")");
    }

    /** Logs where account IDs come from. */
    void ready(CamelContext context) {
        ready = System.nanoTime();
        String sources = context.getRoutes().stream()
                .filter(route -> !(route.getEndpoint() instanceof DirectEndpoint))
                .map(ServiceLog::name)
                .collect(Collectors.joining(", "));
        LOG.info("Ready. Sources: {}", sources.isEmpty() ? "none" : sources);
    }

    private static String name(Route route) {
        return route.getDescription() == null ? route.getId() : route.getId() + " (" + route.getDescription() + ")";
    }

    /** Logs that nothing new is consumed. */
    void stopping(int seconds) {
        LOG.info("Stopping: nothing new is taken; lookups in flight have {} s to end.", seconds);
    }

    /** Logs what waits for the next start. */
    void stopped() {
        LOG.info("Stopped; it ran for {}.", DurationText.of(Duration.ofNanos(System.nanoTime() - ready)));
        for (Path inbox : inboxes) {
            long files = files(inbox);
            if (files > 0) {
                LOG.info(
                        "{} {} in {}: the next start goes on with {}.",
                        files,
                        files == 1 ? "file waits" : "files wait",
                        inbox,
                        files == 1 ? "it" : "them");
            }
        }
    }

    private static long files(Path inbox) {
        try (Stream<Path> files = Files.list(inbox)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().startsWith("."))
                    .count();
        } catch (IOException e) {
            return 0; // it is away, which the health reports
        }
    }
}
