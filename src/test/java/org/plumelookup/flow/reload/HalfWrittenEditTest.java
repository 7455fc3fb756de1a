package org.plumelookup.flow.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumelookup.app.reload.Rehearsal;
import org.plumelookup.app.reload.RouteReload;
import org.plumelookup.app.reload.RouteSources;
import org.plumelookup.settings.ConfigurationException;
import org.plumelookup.support.LogCapture;

/** A rehearsal that meets a file in the middle of an edit refuses nothing: the edit is tried again when it is there. */
class HalfWrittenEditTest {
    private static final String ROUTE = """
            - route:
                id: plume-%s
                from:
                  uri: direct:plume-%s
                  steps:
                    - to:
                        uri: log:plume
            """;

    private final CamelContext context = new DefaultCamelContext();
    private final AtomicInteger rehearsals = new AtomicInteger();

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void startARoute() throws Exception {
        file = folder.resolve("a.camel.yaml");
        write("first");
        RouteReload.prepare(context);
        RouteSources sources = RouteSources.read(folder);
        PluginHelper.getRoutesLoader(context)
                .loadRoutes(sources.resources(sources.byFile().keySet()));
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void onlyWhatStillStandsThereIsRefused() throws Exception {
        Rehearsal rehearsal = () -> {
            if (rehearsals.incrementAndGet() == 1) {
                write("third");
                throw new ConfigurationException("Resource is empty");
            }
        };
        try (LogCapture log = LogCapture.of(context)) {
            context.addService(new RouteReload(context, folder, rehearsal));
            context.start();

            write("second");

            await().until(() -> log.has("Applied")); // the route is there a moment before
            assertThat(context.getRoute("plume-third")).isNotNull();
            assertThat(log.has("refused")).isFalse();
        }
        assertThat(rehearsals).hasValue(2);
    }

    private void write(String name) throws Exception {
        Files.writeString(file, String.format(Locale.ROOT, ROUTE, name, name));
    }
}
